"""The application's logger, and what it writes with when nobody configured logging."""

from __future__ import annotations

import logging
from typing import Any

from pegboard import logs
from pegboard.logs import default_handler, has_level_handler, wsgi_errors_stream

__all__ = ["create_logger", "default_handler", "has_level_handler", "wsgi_errors_stream"]


def create_logger(app: Any) -> logging.Logger:
    """Give the logger of an application's name; see :func:`pegboard.logs.create_logger`."""
    return logs.create_logger(app.name, is_debug=bool(app.debug))
