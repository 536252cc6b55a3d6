"""``pegboard hooks``."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from pegboard import Pegboard
from pegboard.commands.hooks import hooks
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import UnknownNameError
from tests.core.commands.given import program_of
from tests.core.site import make_app


class Timing:
    @hookimpl(wrapper=True)
    def dispatch(self) -> Generator[None, object, object]:
        return (yield)


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a plugin of its own."""
    app = make_app()
    app.register_plugin(Timing())
    return app


def test_all_hooks_are_listed(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """Hooks stand in groups, each with its kind and who is called; wrappers in brackets."""
    hooks(program_of(app))
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "Open to every plugin:"
    assert lines[1].split() == ["Hook", "Kind", "Called,", "in", "this", "order"]
    assert "  dispatch          first    (app:Timing), pegboard-core:views" in lines
    assert "  configure         notify   " in lines[4]
    assert "Slot routing:" in lines


def test_one_hook_is_shown_with_places_and_rules(
    app: Pegboard, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a name each implementation has its place, from here, and what put it there."""
    monkeypatch.chdir(Path(__file__).parents[3])
    hooks(program_of(app), "dispatch")
    lines = capsys.readouterr().out.splitlines()

    assert lines[:2] == [
        "dispatch (first, open to every plugin, since contract 1.0)",
        "  Step 5: call the view and return what it returned.",
    ]
    assert lines[3] == "1. app:Timing, a wrapper"
    assert lines[4].startswith("   place: tests/core/commands/test_hooks.py:")
    assert lines[5] == "   order: brought by the application, whose last is called first"
    assert lines[6] == "2. pegboard-core:views"


def test_a_hook_that_nobody_implements_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A hook without implementations costs nothing, which is told."""
    hooks(program_of(make_app()), "request_failed")

    assert "Nobody implements it, so it is not called." in capsys.readouterr().out


def test_hooks_are_given_as_json(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """The same can be read by programs."""
    hooks(program_of(app), "dispatch", json=True)
    (hook,) = json.loads(capsys.readouterr().out)

    assert (hook["name"], hook["kind"], hook["slot"]) == ("dispatch", "first", "")
    assert [each["identity"] for each in hook["implementations"]] == [
        *("app:Timing", "pegboard-core:views")
    ]


def test_an_unknown_hook_is_an_error_with_a_suggestion() -> None:
    """A name that no hook has is not passed over."""
    with pytest.raises(UnknownNameError, match=r"'dispach'\. Did you mean 'dispatch'"):
        hooks(program_of(make_app()), "dispach")
