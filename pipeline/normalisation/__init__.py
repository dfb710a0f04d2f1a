"""Raw names, numbers and dates to their normal forms, over reference data."""
