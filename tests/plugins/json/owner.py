"""What stands in for an application where only its JSON is wanted."""

from __future__ import annotations

from typing import cast

from pegboard_hookspecs import Application
from pegboard_hookspecs.extra_types import plain

__all__ = ["app_with"]


class _Owner:
    def __init__(self, config: dict[str, object]) -> None:
        self.config = config

    def json_default(self, value: object) -> object:
        return plain(value)


def app_with(**config: object) -> Application:
    """Make what stands in for an application with these settings."""
    return cast("Application", _Owner(config))
