"""Who signs, as what, for whom."""
