"""Which engine renders a template, where several are on board."""

from __future__ import annotations

from collections.abc import Callable

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.slot import Member

__all__ = ["is_rendered_by"]


def is_rendered_by(app: Application, provider: object, name: str) -> bool:
    """Say whether a provider renders the templates of a name: always, where it is the only one.

    For checks: what another engine renders, this one need not understand.
    """
    whole: object = app.slot("templating").provider
    engine_of: Callable[[Application, str], Member] | None = getattr(whole, "engine_of", None)
    return engine_of is None or engine_of(app, name).provider is provider
