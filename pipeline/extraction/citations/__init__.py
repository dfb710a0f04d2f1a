"""Cited documents, and which of them the plan puts into practice."""
