"""Small applications for the kernel's tests."""

from __future__ import annotations

from typing import Any

from pegboard import Blueprint, Pegboard

__all__ = ["make_app", "make_blueprint", "say"]


def make_app(*, config: dict[str, Any] | None = None, **options: Any) -> Pegboard:
    """Make an application in test mode, without static files.

    :param config: more settings.
    :param options: as for :class:`pegboard.Pegboard`.
    """
    options.setdefault("static_folder", None)
    app = Pegboard(__name__, **options)
    app.config.update({"TESTING": True, **(config or {})})
    return app


def make_blueprint(name: str = "shop", **options: Any) -> Blueprint:
    """Make a blueprint.

    :param options: as for :class:`pegboard.Blueprint`.
    """
    return Blueprint(name, __name__, **options)


def say() -> str:
    """Answer a request."""
    return "said"
