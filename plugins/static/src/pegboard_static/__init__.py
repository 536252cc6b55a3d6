"""Pegboard's default static files: folders, conditional and range requests."""
