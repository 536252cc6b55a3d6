"""What fills a slot."""

from __future__ import annotations

from pegboard.plugins.filled_slot import FilledSlot
from pegboard.plugins.loader import LoadedPlugin


class Plain:
    """A provider that says nothing about itself."""


class Rich:
    """A provider with an engine."""

    capabilities = frozenset({"streaming"})
    native = "engine"


class Late:
    """A provider whose engine is made of the application."""

    def native_of(self, app: object) -> str:
        """Give the engine of an application."""
        return f"engine of {app}"


def _filled(provider: object) -> FilledSlot:
    loaded = LoadedPlugin("made-up:one", "1.0", "made-up", "json", provider, (), 0, 0)
    return FilledSlot(loaded, "app")


def test_a_provider_has_an_identity() -> None:
    """A filled slot says who fills it."""
    provider = Plain()

    assert _filled(provider).identity == "made-up:one"
    assert _filled(provider).provider is provider
    assert repr(_filled(provider)) == "<slot filled by made-up:one>"


def test_a_provider_is_its_own_engine() -> None:
    """A provider that names neither engine nor capabilities is the engine, without any."""
    provider = Plain()

    assert _filled(provider).native is provider
    assert _filled(provider).capabilities == frozenset()


def test_a_provider_names_its_engine() -> None:
    """A provider may name its engine and what it can do."""
    assert _filled(Rich()).native == "engine"
    assert _filled(Rich()).capabilities == {"streaming"}


def test_an_engine_may_need_the_application() -> None:
    """A provider may make its engine from the application that asks."""
    assert _filled(Late()).native == "engine of app"
