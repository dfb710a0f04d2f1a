"""The page where an analyst checks and corrects."""
