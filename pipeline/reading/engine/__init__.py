"""Tesseract, as a program or as a library, and what it says of a page."""
