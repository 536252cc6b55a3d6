"""Pegboard's default router: Werkzeug's rules and converters, static paths looked up first."""
