"""Periods and phases, and how plans write times."""
