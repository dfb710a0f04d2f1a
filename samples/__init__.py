"""Sample plans written for the project: their texts, their drawing, their scanning."""
