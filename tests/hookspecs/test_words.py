"""The small words of the contract: routes, slots, sessions, findings, errors, its version."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import pegboard_hookspecs
from pegboard_hookspecs import (
    CONTRACT_VERSION,
    SLOTS,
    Command,
    Finding,
    Match,
    Option,
    Route,
    Session,
    Setting,
    Slot,
    StaticFolder,
    TemplateFolder,
    errors,
)
from pegboard_hookspecs.slots import FileOptions, ServeOptions

VALUES: list[Any] = [
    Route("/", "index"),
    Slot("mail", object, "acme-mail:smtp", "sends mail"),
    Finding("mail.unsafe", "warning", "The password is short."),
    Setting("MAIL_HOST", (str,), "localhost", "Host of the mail server."),
    Command(("mail", "send"), print),
    Option(short="m"),
    StaticFolder("", Path("static"), "/static", "static"),
    TemplateFolder("", Path("templates")),
    FileOptions(),
    ServeOptions(),
]

MESSAGE = "What happened, and the cure."
TREE: list[type[errors.PegboardError]] = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind) and issubclass(kind, errors.PegboardError)
]


class Kept(Session):
    """The least that a provider must write."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def rotate(self) -> None:
        self.modified = True

    def __getitem__(self, key: str) -> Any:
        return self.kept[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.kept[key] = value

    def __delitem__(self, key: str) -> None:
        del self.kept[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.kept)

    def __len__(self) -> int:
        return len(self.kept)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_cannot_be_changed(value: Any) -> None:
    """What plugins tell each other stays as it was told."""
    name = dataclasses.fields(value)[0].name

    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, "other")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_has_no_dictionary(value: Any) -> None:
    """Values are slotted: there are many of them, and a misspelt name is an error."""
    assert not hasattr(value, "__dict__")


# Routes


def test_a_route_answers_get_and_head() -> None:
    """A route that names no methods answers GET and HEAD, and OPTIONS automatically."""
    route = Route("/", "index")

    assert (route.methods, route.answers_options) == (frozenset({"GET", "HEAD"}), True)
    assert (dict(route.defaults), route.is_build_only, route.is_alias) == ({}, False, False)


def test_where_a_route_was_registered_does_not_matter() -> None:
    """Two routes that differ in their place only are equal."""
    assert Route("/", "index", place="a.py:1") == Route("/", "index", place="b.py:2")


def test_a_match_without_values_shares_one_that_is_empty() -> None:
    """A static route needs no dictionary of its own, and nobody can fill the shared one."""
    match: Any = Match(Route("/", "index"))

    with pytest.raises(TypeError):
        match.values["a"] = 1

    assert dict(match.values) == {}


# Slots


def test_a_slot_knows_where_its_providers_are() -> None:
    """Providers advertise themselves in the group of the slot; one is the default."""
    slot = Slot("mail", object, "acme-mail:smtp", "sends mail")

    assert (slot.group, slot.default_distribution) == ("pegboard.mail", "acme-mail")


def test_there_are_eight_slots() -> None:
    """The slots, in the order in which messages list them."""
    assert [slot.name for slot in SLOTS] == [
        "routing",
        "sessions",
        "templating",
        "json",
        "static",
        "cli",
        "errors",
        "server",
    ]


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_a_slot_says_what_it_does(slot: Slot) -> None:
    """The purpose completes the sentence "No plugin …"; the specifications are the slot's own."""
    assert slot.purpose.split()[0].endswith("s")
    assert slot.specs.__module__ == f"pegboard_hookspecs.slots.{slot.name}"
    assert slot.default.startswith(f"pegboard-{slot.name}:")


# Sessions


def test_a_session_is_a_mapping() -> None:
    """With the least written, a session can do what a dictionary can."""
    session = Kept()
    session["name"] = "Ada"
    session.setdefault("age", 36)

    assert (session.pop("name"), dict(session), "name" in session) == ("Ada", {"age": 36}, False)


@pytest.mark.item("A8.2")
def test_a_session_starts_unchanged() -> None:
    """A session was read when it was opened, and is neither new nor changed by that."""
    session = Kept()

    assert (session.new, session.modified, session.accessed) == (False, False, True)


@pytest.mark.item("A8.2")
def test_a_session_is_permanent_by_a_value() -> None:
    """Whether a session is permanent is kept with its values, so that any store keeps it."""
    session = Kept()

    assert not session.permanent
    session.permanent = True
    assert (session.permanent, dict(session)) == (True, {"_permanent": True})


def test_a_session_must_be_able_to_rotate() -> None:
    """A provider that cannot renew an identifier is no provider (ASVS 5.0, 7.2.4)."""
    incomplete: Any = type("Incomplete", (Kept,), {"rotate": Session.rotate})

    with pytest.raises(TypeError, match="rotate"):
        incomplete()


# Errors


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_an_error_is_its_message(kind: type[errors.PegboardError]) -> None:
    """Whatever else an error carries, it can be made of a message, which is all that it prints."""
    assert str(kind(MESSAGE)) == MESSAGE


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_an_error_is_drawn_in_the_tree(kind: type[errors.PegboardError]) -> None:
    """The docstring of the module shows every error."""
    assert kind.__name__ in (errors.__doc__ or "")
    assert kind.__name__ in errors.__all__


@pytest.mark.parametrize(
    ("error", "extra"),
    [
        (errors.PluginLoadError(MESSAGE, plugin="acme-mail:smtp"), {"plugin": "acme-mail:smtp"}),
        (errors.SlotEmptyError(MESSAGE, slot="mail"), {"slot": "mail"}),
        (errors.TemplateNotFoundError(MESSAGE, name="a.html"), {"name": "a.html"}),
        (errors.CommandError(MESSAGE), {"exit_code": 2}),
        (errors.AppNotFoundError(MESSAGE, exit_code=3), {"exit_code": 3}),
        (errors.BuildError(MESSAGE), {"endpoint": "", "values": {}, "suggested": None}),
        (
            errors.BuildError(MESSAGE, endpoint="a", values={"b": 1}, suggested="c"),
            {"endpoint": "a", "values": {"b": 1}, "suggested": "c"},
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_carries_what_it_is_about(
    error: errors.PegboardError, extra: dict[str, object]
) -> None:
    """Programs need not read messages."""
    assert {name: getattr(error, name) for name in extra} == extra


# The contract itself


def test_the_version_is_two_numbers() -> None:
    """The contract's version is its own: major and minor."""
    assert CONTRACT_VERSION == (1, 0)


@pytest.mark.parametrize("name", pegboard_hookspecs.__all__)
def test_a_plugin_needs_one_import(name: str) -> None:
    """Every word of the contract can be imported from the package."""
    assert hasattr(import_module("pegboard_hookspecs"), name)
