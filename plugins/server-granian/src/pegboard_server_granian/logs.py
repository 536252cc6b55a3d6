"""What Granian logs, beside what the application does."""

from __future__ import annotations

import logging
import sys
from typing import Any, Final

__all__ = ["QUIET", "log_to_standard_error"]

_LOGGERS = {"_granian": logging.WARNING, "granian.access": logging.INFO}

#: Granian configures logging for the whole process when it is made, and again in each worker.
#: An incremental configuration leaves the handlers of the application alone, which a whole one
#: would close.
QUIET: Final[dict[str, Any]] = {
    "incremental": True,
    "formatters": {},
    "handlers": {},
    "loggers": {name: {"level": level} for name, level in _LOGGERS.items()},
}


def log_to_standard_error() -> None:
    """Let Granian log to standard error, where nobody has said where to."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not logger.hasHandlers():
            logger.addHandler(logging.StreamHandler(sys.stderr))
