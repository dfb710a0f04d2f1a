"""Words to lines in reading order, by the official layout."""
