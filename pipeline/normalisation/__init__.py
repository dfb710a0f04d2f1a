"""Raw names, numbers and dates to their normal forms; reference data as package data."""
