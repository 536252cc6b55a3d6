"""How the function of a command is called."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard.commandline.calling import call_command
from pegboard_hookspecs import Command


def _call(function: Any, **values: Any) -> int:
    return call_command(Command(("it",), function), values)


@pytest.mark.parametrize(
    ("result", "code"), [(None, 0), (0, 0), (3, 3), (True, 0), ("text", 0)], ids=repr
)
def test_the_result_is_the_exit_code(result: object, code: int) -> None:
    """An integer that a command returns is the exit code; anything else is success."""
    assert _call(lambda: result) == code


def test_each_parameter_gets_its_value() -> None:
    """Values reach parameters of every kind by name, and others are left out."""
    seen: list[object] = []

    def it(one: int, /, two: int = 2, *rest: int, three: int, four: int = 4) -> None:
        seen.extend([one, two, rest, three, four])

    _call(it, one=1, two=22, rest=(5, 6), three=3, app="not asked for")

    assert seen == [1, 22, (5, 6), 3, 4]


def test_a_coroutine_is_run() -> None:
    """A command may be ``async def``."""

    async def it(code: int) -> int:
        return code

    assert _call(it, code=5) == 5
