"""Kehoach: Vietnamese administrative plans to one normalised table."""
