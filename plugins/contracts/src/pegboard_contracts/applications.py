"""Applications with exactly the plugins that a test names."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.plugins.loader import Candidate, discover
from pegboard_hookspecs import SLOTS

__all__ = ["make_app"]


def make_app(
    import_name: str = "app_under_test",
    *,
    plugins: Mapping[str, object] | None = None,
    config: Mapping[str, object] | None = None,
    **options: Any,
) -> Pegboard:
    """Make an application that loads the plugins named here and no other.

    What else is installed is not even imported, whatever ``pyproject.toml`` or the environment
    says: a test passes or fails by the plugin under test, on every machine.

    :param plugins: as for :class:`pegboard.Pegboard`: providers by their slot, and additive
        plugins by ``app:NAME``, or True by the identity of an installed one.
    :param config: settings.
    :param options: more arguments of :class:`pegboard.Pegboard`.
    """
    named = dict(plugins or {})
    off = {slot.name: False for slot in SLOTS}
    off |= {each.identity: False for each in _installed() if not _is_named(each, named)}
    with _quiet_environment():
        app = Pegboard(import_name, plugins={**off, **named}, **options)
    app.config.update(config or {})
    return app


@contextmanager
def _quiet_environment() -> Generator[None]:
    """Leave out what the environment says of plugins and debug mode, and any lock of plugins."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PEGBOARD_DEBUG", "PEGBOARD_NO_PLUGINS", "PEGBOARD_PLUGINS"):
            patch.delenv(name, raising=False)
        patch.setenv("PEGBOARD_LOCK", "off")
        yield


def _installed() -> list[Candidate]:
    """Give what is installed and loaded without being asked for: all but providers."""
    found = discover()
    return [each for each in (*found.plugins, *found.carriers) if not each.is_provider]


def _is_named(candidate: Candidate, named: Collection[str]) -> bool:
    return candidate.identity in named or candidate.distribution in named
