"""Pegboard's default command line: click."""
