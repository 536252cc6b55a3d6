"""The command ``pegboard-flask``, run from its sources."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pegboard_flask.standing_in import run_switched, switch
from pegboard_hookspecs.errors import CommandError
from tests.plugins.flask.children import run

_APP = """
import flask
app = flask.Flask("shop")

@app.cli.command()
def tell():
    print(flask.__spec__.name)
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--app", "shop", "tell"], "pegboard_flask"),
        (["--", sys.executable, "-m", "flask", "--app", "shop", "tell"], "pegboard_flask"),
    ],
    ids=["its own words", "another command"],
)
def test_flask_is_stood_in_for(words: list[str], said: str, tmp_path: Path) -> None:
    """Whatever it runs, its own words or another command, imports pegboard_flask as Flask."""
    (tmp_path / "shop.py").write_text(_APP)
    done = run(["-m", "pegboard_flask", *words], tmp_path)

    assert done.stderr == ""
    assert said in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["exec"], "none was given, as in: pegboard-flask exec pytest"),
        (["exec", "nothing-like-it"], "The command 'nothing-like-it' cannot be run"),
    ],
    ids=["none", "missing"],
)
def test_what_cannot_be_run(words: list[str], said: str, tmp_path: Path) -> None:
    """A command that is missing, or was not given, is one sentence and exit code 2."""
    done = run(["-m", "pegboard_flask", *words], tmp_path)

    assert done.stderr.startswith("Error: ")
    assert said in done.stderr
    assert done.returncode == 2


def test_something_must_read_the_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python would not read the switch, no command is run as if it did."""
    monkeypatch.setattr("sys.path", [])

    with pytest.raises(CommandError, match="pip install pegboard-flask"):
        run_switched(["python"])


def test_where_a_process_cannot_be_replaced(capfd: pytest.CaptureFixture[str]) -> None:
    """On other systems the command is started, and its exit code is given."""
    code = switch._started(["python", "-c", "print('started'); raise SystemExit(3)"])  # pyright: ignore[reportPrivateUsage]  # only Windows goes this way

    assert code == 3
    assert capfd.readouterr().out == "started\n"
