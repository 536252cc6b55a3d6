"""The order of calls."""

from __future__ import annotations

from itertools import permutations

import pytest

from pegboard.plugins.loader.ordering import Phase, Place, ordered
from pegboard_hookspecs.errors import PluginOrderError


def _place(
    name: str,
    *,
    slot: str | None = None,
    phase: Phase = "normal",
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
) -> Place:
    return Place(f"{name}:x", slot, phase, before, after)


def _names(places: list[Place], *own: str) -> str:
    orders = {ordered(order, own) for order in permutations(places)}
    (only,) = orders
    return " ".join(identity.removesuffix(":x") for identity in only)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param([], "", id="nobody"),
        pytest.param([_place("b"), _place("a"), _place("c")], "a b c", id="identity"),
        pytest.param(
            [_place("a", phase="late"), _place("b"), _place("c", phase="early")],
            "c b a",
            id="phases",
        ),
        pytest.param([_place("a", after=("b:x",)), _place("b")], "b a", id="after an identity"),
        pytest.param([_place("a"), _place("b", before=("a",))], "b a", id="before a distribution"),
        pytest.param(
            [_place("a", after=("routing",)), _place("b", slot="routing")], "b a", id="after a slot"
        ),
        pytest.param([_place("a", after=("zzz", "zzz:x")), _place("b")], "a b", id="absent"),
        pytest.param([_place("a", after=("a",), before=("a:x",))], "a", id="oneself"),
        pytest.param(
            [_place("a", after=("c",)), _place("b"), _place("c"), _place("d")],
            "b c a d",
            id="as near to identity as hints allow",
        ),
        pytest.param(
            [_place("a", after=("c",)), _place("b"), _place("c", before=("a:x", "b"))],
            "c a b",
            id="both say it",
        ),
        pytest.param(
            [_place("a", phase="late", after=("b",)), _place("b", phase="early", before=("a",))],
            "b a",
            id="a hint that agrees with the phases",
        ),
    ],
)
def test_order(places: list[Place], expected: str) -> None:
    """Phases, then hints, then identity, whatever order the plugins are given in."""
    assert _names(places) == expected


PLACES = [
    _place("a", before=("b",)),
    _place("b", before=("a",)),
    _place("c", slot="routing", phase="early"),
    _place("d", phase="late"),
]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param(["b", "a"], "b a c d", id="what is listed comes first"),
        pytest.param(["b", "...", "a"], "b c d a", id="the rest where the list says"),
        pytest.param(["...", "b", "a:x", "routing"], "d b a c", id="last, and by slot"),
        pytest.param(["b", "b:x", "a", "...", "..."], "b a c d", id="named twice"),
        pytest.param(["zzz", "b", "a"], "b a c d", id="absent"),
    ],
)
def test_the_application_s_own_list(own: list[str], expected: str) -> None:
    """The application's list overrides hints and phases, cycles included."""
    assert _names(PLACES, *own) == expected


def test_a_distribution_in_the_list_means_all_its_plugins() -> None:
    """A bare distribution in the list stands for its plugins, by identity."""
    places = [Place("acme:b"), Place("acme:a"), Place("aaa:x")]

    assert ordered(places, ["acme"]) == ("acme:a", "acme:b", "aaa:x")


@pytest.mark.parametrize(
    ("places", "whys", "cure"),
    [
        pytest.param(
            [_place("a", before=("b",)), _place("b", before=("a",))],
            ["a:x says before 'b'", "b:x says before 'a'"],
            'order = ["a:x", "b:x"]',
            id="two",
        ),
        pytest.param(
            [_place("a", after=("c",)), _place("b", after=("a",)), _place("c", after=("b:x",))],
            ["a:x says after 'c'", "b:x says after 'a'", "c:x says after 'b:x'"],
            'order = ["a:x", "b:x", "c:x"]',
            id="three",
        ),
    ],
)
def test_a_cycle_is_named(places: list[Place], whys: list[str], cure: str) -> None:
    """Hints in a circle are an error that tells who says what, and the line that settles it."""
    bystanders = [_place("0", after=("a",)), _place("z", before=("a",))]

    with pytest.raises(PluginOrderError, match="goes in a circle") as caught:
        ordered([*places, *bystanders])

    assert all(why in str(caught.value) for why in whys)
    assert str(caught.value).endswith(cure)
    assert caught.value.plugin == "a:x"


def test_a_hint_against_the_phases() -> None:
    """A hint that the phases make impossible is an error that names hint and phases."""
    places = [_place("a", phase="late", before=("b",)), _place("b", phase="early")]

    with pytest.raises(PluginOrderError) as caught:
        ordered(places)

    assert str(caught.value).startswith(
        "a:x says before 'b', but a:x asks for the phase 'late' and b:x for the phase 'early'"
    )


def test_the_same_message_for_the_same_cycle() -> None:
    """Which of several cycles is named depends on identities alone."""
    places = [
        _place("a", after=("b", "c")),
        _place("b", after=("a",)),
        _place("c", after=("a", "b")),
    ]
    messages = set[str]()

    for order in permutations(places):
        with pytest.raises(PluginOrderError) as caught:
            ordered(order)
        messages.add(str(caught.value))

    assert len(messages) == 1
