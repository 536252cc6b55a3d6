"""Which object of a module is the application."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from pegboard.locating.app_reference import read_reference
from pegboard.locating.choosing_app import choose_app
from pegboard_hookspecs.errors import AppNotFoundError


class Site:
    """What applications are instances of, here."""

    def __call__(self) -> None:
        """Be callable, as applications are."""


class SpecialSite(Site):
    """A kind of site."""


class Proxy:
    """Raises when it is asked for its class, as a proxy that nothing is bound to."""

    @property
    def __class__(self) -> Any:
        """Say what is behind it."""
        raise RuntimeError

    @__class__.setter
    def __class__(self, value: Any) -> None: ...


FIRST, SECOND = Site(), SpecialSite()


def make(first: str = "a", *, second: int = 1) -> Site:
    """Make an application."""
    return FIRST if (first, second) == ("a", 1) else SECOND


def needy(config: str) -> Site:
    """Make an application of something."""
    return FIRST if config else SECOND


def mistaken() -> Site:
    """Raise a TypeError of its own."""
    raise TypeError("mine")


def _choose(reference: str, **members: object) -> Site:
    module = ModuleType("hello")
    vars(module).update(members)
    return choose_app(module, read_reference(reference), Site)


@pytest.mark.parametrize(
    ("reference", "members"),
    [
        ("hello", {"app": FIRST}),
        ("hello", {"app": FIRST, "other": SECOND}),
        ("hello", {"application": FIRST, "other": SECOND}),
        ("hello", {"app": "text", "site": FIRST}),
        ("hello", {"site": FIRST, "alias": FIRST}),
        ("hello", {"site": FIRST, "request": Proxy()}),
        ("hello", {"create_app": make}),
        ("hello", {"create_app": "text", "make_app": make}),
        ("hello:site", {"site": FIRST, "app": SECOND}),
        ("hello:make", {"make": make}),
        ("hello:make()", {"make": make}),
        ("hello:make('a', second=1)", {"make": make}),
        ("hello:needy('a')", {"needy": needy}),
    ],
)
def test_the_application_is_chosen(reference: str, members: dict[str, object]) -> None:
    """It is what the reference names; else app, application, the only one, or a factory's."""
    assert _choose(reference, **members) is FIRST


def test_a_factory_is_called_with_its_arguments() -> None:
    """What the reference gives a factory reaches it."""
    assert _choose("hello:make('b', second=2)", make=make) is SECOND


@pytest.mark.item("A18.35")
@pytest.mark.parametrize(
    ("reference", "members", "words"),
    [
        ("hello", {}, "has no application: nothing in it is a Site"),
        ("hello", {"a": FIRST, "b": SECOND}, "several applications: a, b. Name .* --app hello:a"),
        ("hello:sit", {"site": FIRST}, "has no 'sit'.*Did you mean 'site'"),
        ("hello:zzz", {"site": FIRST}, "has no 'zzz', which 'hello:zzz' asks for. Name"),
        ("hello:site()", {"site": FIRST}, "no factory. Leave out the parentheses"),
        ("hello:value", {"value": 3}, "is 3, neither an application nor a factory"),
        ("hello:make", {"make": lambda: 3}, "'make' in 'hello' returned 3, which is no Site"),
        ("hello:needy", {"needy": needy}, "missing a required argument: 'config'"),
        ("hello", {"create_app": needy}, "'create_app' .* cannot be called so: missing"),
        ("hello:make(1, 2, 3)", {"make": make}, "too many positional arguments"),
    ],
)
def test_no_application_is_an_error_with_the_cure(
    reference: str, members: dict[str, object], words: str
) -> None:
    """A module without an application, or with several, is an error that says how to name one."""
    with pytest.raises(AppNotFoundError, match=words):
        _choose(reference, **members)


def test_a_type_error_inside_a_factory_passes() -> None:
    """A TypeError of the user's own code is not taken for wrong arguments."""
    with pytest.raises(TypeError, match="mine"):
        _choose("hello:mistaken", mistaken=mistaken)


def test_a_factory_without_signature_is_called() -> None:
    """What Python cannot tell the signature of is called all the same."""
    with pytest.raises(AppNotFoundError, match="returned"):
        _choose("hello:native('a', 'b')", native=max)
