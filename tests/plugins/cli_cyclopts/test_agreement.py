"""Both providers give the same values for the same words."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from pegboard_hookspecs import Option
from tests.plugins.cli_cyclopts.running import values_of

pytestmark = pytest.mark.needs("cli")


class _Size(Enum):
    VERY_SMALL = 1
    LARGE = 2


def _mixed(
    name: str,
    folders: list[Path],
    count: Annotated[int, Option(short="c")] = 1,
    rate: float = 0.5,
    kind: Literal["red", "blue", 3] = "red",
    sizes: tuple[_Size, ...] = (),
    *,
    with_all: bool = True,
    loud: Annotated[bool | None, Option(short="l", variable="TEST_LOUD")] = None,
) -> None: ...


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a",
        "a b",
        "a b c d",
        "a -c 3 b --loud c",
        "a b -lc3",
        "--count 2 --rate=1e3 a b",
        "a b --rate -1",
        "a b --kind 3",
        "a b --kind Red",
        "a b --kind",
        "a b --sizes very-small --sizes large",
        "a b --sizes LARGE",
        "a b --no-loud --without-all",
        "a b --with-all",
        "a b --no-with-all",
        "a b --count 1.0",
        "a b --count 1_0",
        "a b --rate x",
        "a -- -b --loud",
        "-- a b",
        "a - -",
        "a b -x",
        "a b --help",
        "--cont 2 a b",
        "a b --loud=",
    ],
)
@pytest.mark.parametrize("loud", [None, "", "on", "F", "maybe"])
def test_both_read_the_same(words: str, loud: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code and values are those of the default provider."""
    # Not at the top, where the mark is not heeded yet.
    click_commands: Any = pytest.importorskip("pegboard_cli").ClickCommands
    if loud is not None:
        monkeypatch.setenv("TEST_LOUD", loud)
    line = words.split()

    assert values_of(_mixed, line) == values_of(_mixed, line, click_commands)
