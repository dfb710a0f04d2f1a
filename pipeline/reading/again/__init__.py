"""Second looks at what the recogniser passed over, glued, parted or doubted."""
