"""Which unit is to do what, by when."""
