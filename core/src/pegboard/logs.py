"""The application's logger."""

from __future__ import annotations

import logging
import sys
from typing import Protocol, TextIO, cast

from werkzeug.local import LocalProxy

from pegboard.context import current_or_none
from pegboard_hookspecs import Request

__all__ = ["LogOwner", "create_logger", "default_handler", "log_exception", "wsgi_errors_stream"]


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
    """Give the logger of that name, with a handler unless logging is configured."""
    logger = logging.getLogger(name)
    if is_debug and not logger.level:
        logger.setLevel(logging.DEBUG)
    if not _has_handler(logger):
        logger.addHandler(default_handler)
    return logger


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


def _has_handler(logger: logging.Logger) -> bool:
    level = logger.getEffectiveLevel()
    holder: logging.Logger | None = logger
    while holder is not None:
        if any(handler.level <= level for handler in holder.handlers):
            return True
        holder = holder.parent if holder.propagate else None
    return False
