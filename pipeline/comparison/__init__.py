"""Plans against a template: alignment, adaptation, additions, reuse, the chain."""
