"""Hook specifications, read off the syntax tree."""

from __future__ import annotations

import pytest

from pegboard.contract import read_contract
from pegboard.contract.reading import contract_of
from pegboard_hookspecs import CONTRACT_VERSION, SLOTS, Lifecycle, point_of
from pegboard_hookspecs.errors import CommandError
from tests.core.contract.versions import version


def test_the_contract_is_read_as_it_is() -> None:
    """What is read of our own contract is what its classes say when they run."""
    read = read_contract("pegboard-hookspecs")
    classes = {"": Lifecycle, **{slot.name: slot.specs for slot in SLOTS}}
    said = {
        name: (slot, point.kind, bool(slot) and not point.optional)
        for slot, specs in classes.items()
        for name, function in vars(specs).items()
        if callable(function) and (point := point_of(function)) is not None
    }

    assert {
        each.name: (each.slot, each.kind, each.is_mandatory) for each in read.hooks.values()
    } == said
    assert read.version == ".".join(map(str, CONTRACT_VERSION))
    assert read.hooks["check"].arguments == {"app": False, "deploy": True}


def test_everything_about_a_hook_is_read() -> None:
    """Kind, arguments, slot, duty, and what is retired."""
    read = version(
        """
        @hookspec("notify", retired="Use b.", retired_arguments={"x": "Take y."})
        def a(self, x, y=None): ...
        def no_hook(self): ...
        value = 1
        """,
        """
        @hookspec("first")
        def dump(self, app, /, value): ...
        @hookspec("first", optional=True, retired_arguments=KNOWN)
        def load(self): ...
        @hookspec("first", retired="Use dump.")
        def save(self): ...
        """,
    )

    assert list(read.hooks) == ["a", "dump", "load", "save"]
    hook = read.hooks["a"]
    assert (hook.kind, hook.slot, hook.is_mandatory) == ("notify", "", False)
    assert hook.arguments == {"x": False, "y": True}
    assert (hook.retired, hook.retired_arguments) == ("Use b.", {"x": "Take y."})
    assert read.hooks["dump"].arguments == {"app": False, "value": False}
    assert [each.is_mandatory for each in read.hooks.values()] == [False, True, False, False]


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("@hookspec", "collect"),
        ("@markers.hookspec(firstresult=True)", "first"),
        ("@hookspec(kind='notify', **more)", "notify"),
        ("@other\n@hookspec('notify')", "notify"),
    ],
)
def test_a_mark_may_be_written_in_other_ways(mark: str, kind: str) -> None:
    """The mark may be pluggy's own, another name's attribute, or one of several."""
    assert version(f"{mark}\ndef a(self): ...").hooks["a"].kind == kind


def test_a_contract_is_shown_with_its_version() -> None:
    """Where the sources have a version, it is shown beside their name."""
    plain = version("@hookspec('notify')\ndef a(self): ...", source="mine")
    specs = "class A:\n    @hookspec('notify')\n    def a(self): ...\n"
    numbered = contract_of(
        "mine", [("a.py", specs), ("b.py", "X = 1\nCONTRACT_VERSION: tuple[int, int] = (2, 3)\n")]
    )

    assert (str(plain), str(numbered)) == ("mine", "mine (contract 2.3)")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def broken(:", "The file 'a.py' cannot be read as Python"),
        ("x = '\0'", "The file 'a.py' cannot be read as Python"),
        ("print()", "There are no hook specifications in 'mine'"),
    ],
)
def test_what_cannot_be_read_is_an_error(text: str, message: str) -> None:
    """Sources that are no Python, or have no specification, are refused by a sentence."""
    with pytest.raises(CommandError, match=message):
        contract_of("mine", [("a.py", text)])
