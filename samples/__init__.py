"""Sample plans written for the project: their texts, how they are drawn and how they are scanned."""
