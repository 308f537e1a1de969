"""One fault a file, one noun for it in code, YAML and test names. A fault only decides."""
