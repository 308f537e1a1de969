"""The end-to-end suite for runner pages: pytest plugin, driver, checks and report."""
