"""Where the attribute of an object was written."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from pegboard.config.objects import place_of_attribute

SOURCE = """
class Base:
    ONE = 1

    class Inner:
        ONE = 3


class Derived(Base):
    TWO = 2


Derived.OTHER = 3
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give an imported module with settings."""
    (tmp_path / "placed.py").write_text(f"NAME = 1\n{SOURCE}", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "placed", raising=False)
    module = import_module("placed")
    monkeypatch.setitem(sys.modules, "placed", module)
    return module


@pytest.mark.parametrize(
    ("owner", "name", "line"),
    [
        ("module", "NAME", ":1"),
        ("class", "TWO", ":11"),
        ("class", "ONE", ":4"),
        ("instance", "TWO", ":11"),
        ("module", "OTHER", ""),
        ("class", "OTHER", ""),
    ],
)
def test_an_assignment_has_a_place(module: Any, owner: str, name: str, line: str) -> None:
    """An attribute is found in its module, or in the class that gives it, by file and line."""
    owners = {"module": module, "class": module.Derived, "instance": module.Derived()}

    assert place_of_attribute(owners[owner], name) == f"{module.__file__}{line}"


def test_a_class_without_source_has_its_file(module: Any) -> None:
    """Of a class that was made at run time the file is known, and no line."""
    made = type("Made", (), {"ONE": 1, "__module__": "placed"})

    assert place_of_attribute(made, "ONE") == module.__file__


@pytest.mark.parametrize(
    ("owner", "place"),
    [
        (ModuleType("made"), "made"),
        (SimpleNamespace(ONE=1), "SimpleNamespace"),
        (type("Made", (), {"ONE": 1, "__module__": "nowhere"}), "Made"),
    ],
    ids=["module", "built-in", "class of nowhere"],
)
def test_what_was_never_written_has_a_name(owner: Any, place: str) -> None:
    """What comes from no file is named."""
    assert place_of_attribute(owner, "ONE") == place
