"""pegboard-flask as pip installs it: the switch that Python reads as it starts, and the command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources import ROOT, parts
from tests.wheels import Environment

pytestmark = pytest.mark.slow

_ON = {"PEGBOARD_AS_FLASK": "1"}
#: What answers to the name of Flask in a process, in a child of it, and to its metadata.
_WHO = """
    import json, subprocess, sys
    from importlib.metadata import version

    child = [sys.executable, "-c", "import flask; print(flask.__spec__.name)"]
    import flask
    said = subprocess.run(child, capture_output=True, text=True, check=True).stdout
    print(json.dumps([flask.__spec__.name, said.strip(), version("flask")]))
"""
_OURS = ["pegboard_flask", "pegboard_flask", "3.1.3"]
_EDITABLE = """
import sys
from hatchling.builders.wheel import WheelBuilder
list(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=["editable"]))
"""


def _needed() -> list[str]:
    names = [each.name for each in parts()]
    return ["pegboard", "pegboard-core", "pegboard-hookspecs", "pegboard-signals", *names]


@pytest.fixture(scope="module")
def environment(new_environment: Callable[..., Environment]) -> Environment:
    """Give an environment with pegboard-flask and what it needs, and no Flask."""
    return new_environment(*_needed(), "pegboard-flask")


def test_the_switch_reaches_children(environment: Environment, tmp_path: Path) -> None:
    """Where the wheel is installed, one variable is enough for a process and its children."""
    assert environment.answer(_WHO, folder=tmp_path, environ=_ON) == _OURS


def test_off_nothing_is_there(environment: Environment, tmp_path: Path) -> None:
    """Without the variable there is no Flask, and nothing of Pegboard is imported."""
    source = """
        import json, sys
        from importlib.util import find_spec
        ours = [each for each in sys.modules if "pegboard" in each]
        print(json.dumps([find_spec("flask"), ours]))
    """

    assert environment.answer(source, folder=tmp_path) == [None, []]


def test_in_place_it_is_the_same(
    new_environment: Callable[..., Environment], tmp_path: Path
) -> None:
    """Installed in place, from the folder of its sources, pegboard-flask has the switch too."""
    command = [sys.executable, "-c", _EDITABLE, str(ROOT / "plugins" / "flask"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    environment = new_environment(*_needed())
    environment.install(*map(str, tmp_path.glob("*.whl")))

    assert environment.answer(_WHO, folder=tmp_path, environ=_ON) == _OURS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["exec", "python", "-c", "import flask; print(flask.__spec__.name)"], "pegboard_flask"),
        (["--app", "shop", "tell"], "pegboard_flask pegboard_flask"),
    ],
    ids=["exec", "flask"],
)
def test_the_command(words: list[str], said: str, environment: Environment, tmp_path: Path) -> None:
    """``pegboard-flask`` is the command ``flask``, and runs any other, with the switch on."""
    (tmp_path / "shop.py").write_text(
        "import flask, subprocess, sys\n"
        "app = flask.Flask('shop')\n"
        "child = [sys.executable, '-c', 'import flask; print(flask.__spec__.name)']\n"
        "@app.cli.command()\n"
        "def tell():\n"
        "    said = subprocess.run(child, capture_output=True, text=True).stdout\n"
        "    print(flask.__spec__.name, said)\n"
    )
    command = [str(environment.python.with_name("pegboard-flask")), *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)

    assert said in done.stdout
    assert done.stderr == ""
