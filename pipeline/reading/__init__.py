"""A file to a `Document`: text layers judged, pages rendered, cleaned, read and laid out."""
