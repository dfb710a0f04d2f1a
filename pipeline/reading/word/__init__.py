"""Word files, old and new."""
