"""Signers' titles and names, under seals too."""
