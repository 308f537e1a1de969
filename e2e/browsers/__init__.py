"""The browsers that drive a page: which there are, how they are launched, and what takes their place."""
