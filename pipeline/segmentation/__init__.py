"""A document's words to its outline: zones, sections, nesting, roles."""
