"""Pegboard's default server: Werkzeug in development, gunicorn or waitress in production."""
