"""Which plugins go into a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard.archives import choose_parts
from pegboard_hookspecs.errors import SlotEmptyError, UnknownNameError
from tests.core.plugins.loader.contract import SLOTS
from tests.core.plugins.loader.site import Site

PAINT, STORE = (slot.name for slot in SLOTS[:2])


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give two providers of two slots, and two additive plugins."""
    site = Site(tmp_path / "site")
    site.provider(PAINT, "acme-paint:red")
    site.provider(STORE, "acme-store:disk")
    site.additive("acme-extra:one")
    site.additive("acme-more:two")
    return site


def test_without_names_everything_is_taken(site: Site) -> None:
    """What is loaded now is what is built."""
    parts = choose_parts(site.resolve(), None, ())

    assert parts.distributions == ("acme-extra", "acme-more", "acme-paint", "acme-store")
    assert parts.left_out == ()


def test_named_slots_are_taken_alone(site: Site) -> None:
    """What is not named is left out, and listed."""
    parts = choose_parts(site.resolve(), [PAINT], ())

    assert parts.distributions == ("acme-paint",)
    assert parts.left_out == (STORE, "acme-extra:one", "acme-more:two")


@pytest.mark.parametrize("name", ["acme-more", "acme-more:two", "Acme_More"])
def test_additive_plugins_are_named_besides(site: Site, name: str) -> None:
    """A plugin is named by its identity or by its distribution."""
    parts = choose_parts(site.resolve(), [PAINT], [name])

    assert [each.identity for each in parts.additive] == ["acme-more:two"]
    assert parts.left_out == (STORE, "acme-extra:one")


def test_purposes_of_distributions_are_told(site: Site) -> None:
    """A distribution is there for its slots, or for what it adds."""
    parts = choose_parts(site.resolve(), None, ())

    assert parts.purposes("acme-paint") == (PAINT,)
    assert parts.purposes("acme-more") == ("plugin",)
    assert parts.purposes("else") == ()


def test_what_the_application_brings_needs_no_installation(site: Site) -> None:
    """A provider of the application's own is in its code."""

    class Own:
        pass

    parts = choose_parts(site.resolve({PAINT: Own, "app:own": Own}), None, ())

    assert parts.providers == {PAINT: (), STORE: parts.providers[STORE]}
    assert [each.identity for each in parts.additive] == ["acme-extra:one", "acme-more:two"]


def test_the_order_keeps_what_is_there(site: Site) -> None:
    """Names of what is left out would be unknown in the build."""
    order = ["acme-more", "...", STORE, "acme-extra:one", PAINT]

    assert choose_parts(site.resolve(order=order), [PAINT], ["acme-extra"]).order == (
        "...",
        "acme-extra:one",
        PAINT,
    )


def test_an_unknown_slot_is_named_with_the_nearest(site: Site) -> None:
    """A slot that does not exist is an error with what may have been meant."""
    with pytest.raises(UnknownNameError, match=f"no slot '{PAINT}s'. Did you mean '{PAINT}'"):
        choose_parts(site.resolve(), [f"{PAINT}s"], ())


def test_an_empty_slot_is_named_with_the_cure(tmp_path: Path) -> None:
    """A slot that nobody fills here cannot be filled there."""
    with pytest.raises(SlotEmptyError, match=f"'{PAINT}'"):
        choose_parts(Site(tmp_path / "site").resolve(), [PAINT], ())


def test_an_unknown_plugin_is_named_with_those_there_are(site: Site, tmp_path: Path) -> None:
    """A plugin that is not loaded is an error with what is."""
    with pytest.raises(
        UnknownNameError, match=r"Did you mean 'acme-more:two'.* There are acme-extra"
    ):
        choose_parts(site.resolve(), [], ["acme-mor:two"])
    with pytest.raises(UnknownNameError, match="There is none"):
        choose_parts(Site(tmp_path / "none").resolve(), [], ["x"])
