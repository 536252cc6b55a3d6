"""What applications and blueprints have in common."""

from __future__ import annotations

from pegboard.registration.registering import setup_word as setupmethod
from pegboard_flask.helpers import (
    _endpoint_from_view_func,  # noqa: F401  # pyright: ignore[reportPrivateUsage, reportUnusedImport]  # extensions look for it here
    get_root_path,
)
from pegboard_flask.resources import Resources as Scaffold

__all__ = ["Scaffold", "get_root_path", "setupmethod"]
