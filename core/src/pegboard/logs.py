"""The application's logger, and what it writes with when nobody configured logging.

Imported by users for :data:`default_handler`, to format or remove it or to give it to other
loggers, and for :data:`wsgi_errors_stream`, to write there with a handler of their own.
"""

from __future__ import annotations

import logging
import sys
from typing import Protocol, TextIO, cast

from werkzeug.local import LocalProxy

from pegboard.context import current_or_none
from pegboard_hookspecs import Request

__all__ = [
    "LogOwner",
    "create_logger",
    "default_handler",
    "has_level_handler",
    "log_exception",
    "wsgi_errors_stream",
]


class LogOwner(Protocol):
    """What has a logger."""

    @property
    def logger(self) -> logging.Logger:
        """Where to log."""
        ...


def _errors_stream() -> TextIO:
    context = current_or_none()
    environ = None if context is None else getattr(context.request, "environ", None)
    stream: TextIO | None = None if environ is None else environ.get("wsgi.errors")
    return sys.stderr if stream is None else stream


#: The error stream of the request that is being answered, else standard error.
wsgi_errors_stream: TextIO = cast("TextIO", LocalProxy(_errors_stream))

#: What an application's logger writes to when nobody configured logging.
default_handler = logging.StreamHandler(wsgi_errors_stream)
default_handler.setFormatter(
    logging.Formatter("[%(asctime)s] %(levelname)s in %(module)s: %(message)s")
)


def create_logger(name: str, *, is_debug: bool) -> logging.Logger:
    """Give the logger of that name, with :data:`default_handler` unless logging is configured.

    :param is_debug: log everything, unless a level is set.
    """
    logger = logging.getLogger(name)
    if is_debug and not logger.level:
        logger.setLevel(logging.DEBUG)
    if not has_level_handler(logger):
        logger.addHandler(default_handler)
    return logger


def has_level_handler(logger: logging.Logger) -> bool:
    """Say whether a handler of the logger, or of one above it, writes what the logger lets pass."""
    level = logger.getEffectiveLevel()
    holder: logging.Logger | None = logger
    while holder is not None:
        if any(handler.level <= level for handler in holder.handlers):
            return True
        holder = holder.parent if holder.propagate else None
    return False


def log_exception(app: LogOwner, request: Request | None, error: BaseException) -> None:
    """Log an exception that nobody handled, with its traceback and the request's line.

    The path is logged as its repr where it has control characters, so that a request cannot
    forge a line of the log.
    """
    what = "a request that could not be read" if request is None else _line(request)
    app.logger.error("Exception on %s", what, exc_info=error)


def _line(request: Request) -> str:
    path = request.path if request.path.isprintable() else ascii(request.path)
    return f"{path} [{request.method}]"
