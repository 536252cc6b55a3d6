"""Pegboard's default template engine: Jinja."""
