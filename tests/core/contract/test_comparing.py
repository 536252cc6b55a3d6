"""What differs between two versions."""

from __future__ import annotations

import pytest

from pegboard.contract import changes_between
from tests.core.contract.versions import version

_KEPT = '@hookspec("notify")\ndef kept(self): ...\n'


def _hook(arguments: str = "", *, kind: str = "notify", more: str = "") -> str:
    return f"{_KEPT}@hookspec({kind!r}{more})\ndef it(self{arguments}): ...\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (_hook(), _hook(), []),
        (_KEPT, _hook(), [("added", False, "a hook (notify)")]),
        (_hook(), _KEPT, [("removed", True, "a hook (notify)")]),
        (_hook(), _hook(kind="first"), [("changed", True, "kind: notify became first")]),
        (
            _hook(", a"),
            _hook(", a, b=1"),
            [("changed", False, "argument b was added, with a default")],
        ),
        (
            _hook(),
            _hook(", b"),
            [("changed", True, "argument b was added, without a default")],
        ),
        (
            _hook(", a"),
            _hook(", a=1"),
            [("changed", False, "argument a is with a default now")],
        ),
        (
            _hook(", a=1"),
            _hook(", a"),
            [("changed", True, "argument a is without a default now")],
        ),
        (_hook(", a"), _hook(), [("changed", True, "argument a was removed")]),
        (_hook(), _hook(more=", retired='Use b.'"), [("retired", False, "Use b.")]),
        (
            _hook(", a"),
            _hook(", a", more=", retired_arguments={'a': 'Use b.'}"),
            [("retired", False, "argument a: Use b.")],
        ),
        (
            _hook(", a", more=", retired='X.', retired_arguments={'a': 'Y.'}"),
            _hook(", a", more=", retired='X.', retired_arguments={'a': 'Y.'}"),
            [],
        ),
    ],
    ids=[
        "nothing",
        "added",
        "removed",
        "kind",
        "argument-with-default",
        "argument-without",
        "default-came",
        "default-went",
        "argument-removed",
        "retired",
        "argument-retired",
        "retired-before",
    ],
)
def test_a_change_is_told(old: str, new: str, expected: list[tuple[str, bool, str]]) -> None:
    """Each change is told, and whether only a major version may make it."""
    changes = changes_between(version(old), version(new))

    assert [(each.kind, each.is_breaking, each.text) for each in changes] == expected
    assert {each.hook for each in changes} <= {"it"}


_MANDATORY = _hook()
_OPTIONAL = _hook(more=", optional=True")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ("", _KEPT),
            ("", _MANDATORY),
            [(True, "a hook (notify) of the slot json, which its providers must implement")],
        ),
        (("", _KEPT), ("", _OPTIONAL), [(False, "a hook (notify) of the slot json")]),
        (("", _OPTIONAL), ("", _MANDATORY), [(True, "must be implemented now")]),
        (("", _MANDATORY), ("", _OPTIONAL), [(False, "may be left out now")]),
        (("", _MANDATORY), ("", _hook(more=", retired='Use b.'")), [(False, "Use b.")]),
        ((_hook(), ""), ("", _hook()), [(True, "slot: none became json")] * 2),
        (("", _hook()), (_hook(), ""), [(True, "slot: json became none")] * 2),
    ],
    ids=["mandatory", "optional", "duty-came", "duty-went", "retired", "into-slot", "out-of-slot"],
)
def test_slots_have_duties(
    old: tuple[str, str], new: tuple[str, str], expected: list[tuple[bool, str]]
) -> None:
    """A hook that providers must implement breaks them; one that they may does not."""
    changes = changes_between(version(*old), version(*new))

    assert [(each.is_breaking, each.text) for each in changes] == expected
