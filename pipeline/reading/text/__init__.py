"""Text: is it sound, in which encoding, and plain text files."""
