"""The log: one line for each message, which says what request it is about."""

from __future__ import annotations

import logging
from logging.config import dictConfig

from pegboard import has_request_context, request

__all__ = ["RequestFormatter", "configure_logging"]


class RequestFormatter(logging.Formatter):
    """Adds ``%(request)s`` to what a format may use: method, host and path, or a dash."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one message."""
        record.request = "-"
        if has_request_context():
            record.request = f"{request.method} {request.host} {request.path!r}"
        return super().format(record)


def configure_logging(level: str) -> None:
    """Set up the logger ``newsroom``, which is the application's; others stay as they are.

    :param level: the least that is logged, as in ``INFO``.
    """
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": RequestFormatter,
                    "format": "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s",
                }
            },
            "handlers": {
                "server": {
                    "class": "logging.StreamHandler",
                    "formatter": "line",
                    "stream": "ext://pegboard.logs.wsgi_errors_stream",
                }
            },
            "loggers": {"newsroom": {"level": level, "handlers": ["server"]}},
        }
    )
