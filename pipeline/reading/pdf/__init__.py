"""PDF files: which way each page is read, and the ways through its text layer."""
