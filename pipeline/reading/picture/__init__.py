"""A page as pixels: cleaned, straightened, its ruled lines and parts of it."""
