"""Words that were misread, put right or doubted by what else is known."""
