"""What plugins find wrong about an application."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import pytest

from pegboard import Pegboard, hookimpl
from pegboard_hookspecs import Application, Finding
from tests.core.site import make_app

_ONE = Finding("one", "warning", "One thing.")
_TWO = Finding("two", "info", "Another.")


class Careful:
    """A plugin that finds something."""

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Find one thing in the application."""
        return [_ONE] if app.testing else []


class Lazy:
    """A plugin that does not even look at the application."""

    @hookimpl
    def check(self) -> Any:
        """Find nothing."""


class Broken:
    """A plugin whose check raises."""

    @hookimpl
    def check(self) -> Any:
        """Raise."""
        raise ValueError("no idea")


class Talkative:
    """A plugin that gives a text in place of findings."""

    @hookimpl
    def check(self) -> Any:
        """Give a text."""
        return "all fine"


class Wrapping:
    """A plugin that sees all answers."""

    @hookimpl(wrapper=True)
    def check(self) -> Generator[None, list[Any], list[Any]]:
        """Add an answer."""
        answers = yield
        return [*answers, [_TWO]]


def _app(*plugins: type) -> Pegboard:
    app = make_app(plugins=dict.fromkeys(_SLOTS, False))
    for plugin in plugins:
        app.register_plugin(plugin)
    return app


_SLOTS = ("routing", "sessions", "templating", "json", "static", "cli", "errors", "server")


@pytest.mark.parametrize(
    ("plugins", "expected"),
    [
        ((), []),
        ((Careful,), [_ONE]),
        ((Careful, Lazy), [_ONE]),
        ((Careful, Wrapping), [_ONE, _TWO]),
    ],
)
def test_every_answer_counts(plugins: tuple[type, ...], expected: list[Finding]) -> None:
    """The findings of all plugins are given; wrappers may add to them."""
    assert _app(*plugins).check() == expected


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (Broken, "The check of app:Broken raised ValueError: no idea"),
        (Talkative, "The check of app:Talkative raised TypeError: check() gave 'a' where a Find"),
    ],
)
def test_a_broken_check_is_a_finding(broken: type, message: str) -> None:
    """A check that fails is reported with its plugin, and hides the others' findings not."""
    found = _app(Careful, broken, Lazy, Wrapping).check()

    assert _ONE in found
    (failed,) = [finding for finding in found if finding.id == "pegboard.check-failed"]
    assert failed.message.startswith(message)
    assert (failed.level, failed.place) == ("error", f"app:{broken.__name__}")
    assert failed.cure


def test_a_check_needs_no_start() -> None:
    """Checks run while the application is still set up, as often as one likes."""
    app = _app(Careful)

    assert app.check() == app.check()
    app.before_request(print)
