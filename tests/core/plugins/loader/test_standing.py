"""Why a plugin stands where it does."""

from __future__ import annotations

import pytest

from pegboard.plugins.loader.ordering import Place
from pegboard.plugins.loader.standing import rule_of

OTHERS = (
    Place("acme:spans", before=("mine:x",)),
    Place("late:y", phase="late", after=("mine:z",)),
    Place("router:r", slot="routing"),
)


@pytest.mark.parametrize(
    ("place", "own", "expected"),
    [
        pytest.param(Place("alone:a"), (), "by identity", id="nothing said"),
        pytest.param(Place("alone:a", phase="early"), (), "phase 'early'", id="phase"),
        pytest.param(
            Place("a:a", before=("acme", "nobody")), (), "says before 'acme'", id="own hint"
        ),
        pytest.param(Place("a:a", after=("routing",)), (), "says after 'routing'", id="slot"),
        pytest.param(Place("mine:x"), (), "acme:spans says before", id="before, by another"),
        pytest.param(Place("mine:z"), (), "late:y says after", id="after, by another"),
        pytest.param(
            Place("mine:x", phase="late", after=("router:r",)),
            (),
            "phase 'late', says after 'router:r', acme:spans says before",
            id="several",
        ),
        pytest.param(
            Place("mine:x"),
            ("...", "mine"),
            "the application's own order names 'mine'",
            id="the application",
        ),
        pytest.param(
            Place("s:s", slot="json"),
            ("json",),
            "the application's own order names 'json'",
            id="the application, by slot",
        ),
    ],
)
def test_the_rule_is_named(place: Place, own: tuple[str, ...], expected: str) -> None:
    """The application's own order goes before all hints, hints before identity."""
    assert rule_of(place, (*OTHERS, place), own) == expected
