"""A document and its outline to a `Plan`: one file per family of fields, then the checks."""
