"""`runner-e2e init`: writes a first configuration for a page."""
