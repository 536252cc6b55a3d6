"""What somebody is told who works outside of a context."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pegboard import request
from pegboard.context import situation
from pegboard_hookspecs.errors import ContextError


def _said(use: Callable[[], object]) -> str:
    with pytest.raises(ContextError) as caught:
        use()
    return str(caught.value)


def _in_thread() -> str:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(_said(lambda: request.path)))
    thread.start()
    thread.join()
    return said[0]


def _in_generator() -> str:
    def parts() -> Iterator[str]:
        yield request.path

    return _said(lambda: next(parts()))


def _in_task() -> str:
    async def use() -> str:
        return request.path

    return _said(lambda: asyncio.run(use()))


def _in_test() -> str:
    return _said(lambda: request.path)


@pytest.mark.parametrize(
    ("message", "advice"),
    [
        pytest.param(_in_thread, "decorate the function with @copy_current", id="thread"),
        pytest.param(_in_generator, "stream_with_context() where it is", id="generator"),
        pytest.param(_in_task, "start the task inside of a view", id="task"),
        pytest.param(_in_test, "inside of 'with client:'", id="test"),
    ],
)
def test_the_situation_is_recognised(message: Callable[[], str], advice: str) -> None:
    """Each usual situation has its own advice, and the line of the user's own code is named."""
    said = message()

    assert f"'request' was used at {__file__}:" in said
    assert advice in said


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        pytest.param(
            "from pegboard import request\n\nprint(request.path)\n",
            "It is at the top of a module",
            id="module",
        ),
        pytest.param(
            "from pegboard import Pegboard, request\n"
            "with Pegboard(__name__).app_context():\n"
            "    print(request.path)\n",
            "An application is current but no request",
            id="script with an application",
        ),
        pytest.param(
            "from pegboard import request\ndef use():\n    print(request.path)\nuse()\n",
            "Call it from a view or a function that a view calls",
            id="script",
        ),
    ],
)
def test_the_situation_of_a_script(tmp_path: Path, code: str, advice: str) -> None:
    """Outside of tests, too, the advice is for the place from which the word was used."""
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")

    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)

    assert f"'request' was used at {script}:3" in done.stderr
    assert advice in done.stderr


def test_a_place_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no code of the user's is on the way, the advice is general."""
    monkeypatch.setattr(situation, "_frames", lambda: iter(()))

    said = _said(lambda: request.path)

    assert "'request' was used at an unknown place" in said
    assert "Call it from a view" in said
