"""The libraries that serve in production, which need not be installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pegboard_hookspecs.errors import CommandError

__all__ = ["library"]


def library(module: str) -> Any:  # none of the servers has types
    """Import the library of a production server.

    :raises CommandError: it is not installed, or not made for this system.
    """
    name = module.partition(".")[0]
    if find_spec(name) is None:
        raise CommandError(f"{name} is not installed. Run: pip install 'pegboard-server[{name}]'")
    try:
        return import_module(module)
    except ImportError as error:
        raise CommandError(
            f"{name} is installed but cannot be imported: {error}. It may not be made for this "
            f"system; mend it, or take another --server."
        ) from error
