"""``app.run()``."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from werkzeug import serving

from pegboard import Pegboard, hookimpl
from pegboard_hookspecs.errors import CommandError, SlotEmptyError
from pegboard_hookspecs.slots import ServeOptions
from tests.plugins.server.stage import nothing

pytestmark = pytest.mark.needs("server")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[Any, ...]]:
    """Give what Werkzeug's server is asked for, in place of serving."""
    calls: list[tuple[Any, ...]] = []

    def run_simple(*arguments: Any, **options: Any) -> None:
        calls.append((*arguments, options["use_debugger"], options["use_reloader"]))

    monkeypatch.setattr(serving, "run_simple", run_simple)
    monkeypatch.setattr("signal.signal", nothing)
    monkeypatch.chdir(tmp_path)
    return calls


def test_an_application_serves_itself(asked: list[tuple[Any, ...]]) -> None:
    """``app.run()`` hands the application over to the server, with what was asked for."""
    app = Pegboard("site", static_folder=None)
    app.run("localhost", 0, debug=True, use_reloader=False)

    assert asked == [("localhost", 0, app, True, False)]


def test_a_plugin_may_wrap_the_server(asked: list[tuple[Any, ...]]) -> None:
    """The hook of the slot can be wrapped like any other."""
    seen: list[int] = []

    class Watches:
        @hookimpl(wrapper=True)
        def serve(self, options: ServeOptions) -> Generator[None]:
            seen.append(options.port)
            yield

    Pegboard("site", static_folder=None, plugins={"app:watches": Watches()}).run(port=0)

    assert seen == [0]
    assert len(asked) == 1


def test_an_unsafe_debugger_is_refused(asked: list[tuple[Any, ...]]) -> None:
    """The debugger is refused in code as on the command line."""
    with pytest.raises(CommandError, match="only there in debug mode"):
        Pegboard("site", static_folder=None).run(port=0, use_debugger=True)

    assert asked == []


def test_without_a_server_the_cure_is_said() -> None:
    """An application without server says which slot is empty, and why."""
    app = Pegboard("site", static_folder=None, plugins={"server": False})

    with pytest.raises(SlotEmptyError, match="No plugin serves HTTP: the slot 'server'"):
        app.run()
