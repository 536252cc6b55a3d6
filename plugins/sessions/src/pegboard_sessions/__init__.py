"""Pegboard's default sessions: signed cookies, opened on first use."""
