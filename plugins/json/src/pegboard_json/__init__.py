"""Pegboard's default JSON: the standard library, with the extra types users expect."""
