"""Pegboard's default server: Werkzeug in development, gunicorn or waitress in production."""

from __future__ import annotations

from pegboard_server.provider import WerkzeugServer

__all__ = ["WerkzeugServer"]
