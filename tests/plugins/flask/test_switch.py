"""The switch ``PEGBOARD_AS_FLASK``: processes in which Flask is stood in for from the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.flask.children import answer, run, switched_on
from tests.sources import ROOT

_WHICH = "import flask; print(flask.__spec__.name)"


@pytest.mark.parametrize("value", ["1", "True"])
def test_on(value: str, tmp_path: Path) -> None:
    """The switch is on with 1 and with true."""
    assert answer(_WHICH, tmp_path, environ={"PEGBOARD_AS_FLASK": value}) == "pegboard_flask"


@pytest.mark.parametrize("value", ["false", ""])
def test_off(value: str, tmp_path: Path) -> None:
    """The switch is off with 0, with false and with nothing: Flask is Flask."""
    (tmp_path / "flask.py").write_text("")

    assert answer(_WHICH, tmp_path, environ={"PEGBOARD_AS_FLASK": value}) == "flask"


def test_another_value_is_an_error(tmp_path: Path) -> None:
    """A value that is neither is told at the start, and Flask cannot be imported at all."""
    (tmp_path / "flask.py").write_text("")
    environ = {"PEGBOARD_AS_FLASK": "yes"}
    done = run(["-c", "print('started')\nimport flask"], tmp_path, environ=environ)

    assert done.stdout == "started\n"
    assert done.stderr.startswith("Error: PEGBOARD_AS_FLASK is 'yes', which is neither on nor off.")
    assert "ImportError: PEGBOARD_AS_FLASK is 'yes'" in done.stderr


def test_a_missing_package_is_told(tmp_path: Path) -> None:
    """Where there is no pegboard_flask the interpreter starts, says so, and gives no Flask."""
    (tmp_path / "pegboard_as_flask.py").write_bytes(
        (ROOT / "plugins/flask/src/pegboard_as_flask.py").read_bytes()
    )
    # Without what is installed; what Python does as it starts is then done here.
    source = "import pegboard_as_flask\nprint('started')\nimport flask"
    done = run(["-S", "-c", source], tmp_path, environ=switched_on(), sources=[])

    assert done.stdout == "started\n"
    assert done.stderr.startswith("Error: PEGBOARD_AS_FLASK asks for pegboard_flask")
    assert "ImportError: PEGBOARD_AS_FLASK asks" in done.stderr


def test_a_broken_package_is_told(tmp_path: Path) -> None:
    """Where pegboard_flask cannot be imported, whoever imports Flask is told why, and the cure."""
    (tmp_path / "pegboard_flask").mkdir()
    (tmp_path / "pegboard_flask" / "__init__.py").write_text("import nothing_like_it")
    (tmp_path / "pegboard_as_flask.py").write_bytes(
        (ROOT / "plugins/flask/src/pegboard_as_flask.py").read_bytes()
    )
    done = run(["-c", "import flask"], tmp_path, environ=switched_on(), sources=[])

    assert "No module named 'nothing_like_it'. Run: pip install pegboard-flask" in done.stderr


def test_nothing_is_imported_before_it_is_needed(tmp_path: Path) -> None:
    """A process that never asks for Flask imports nothing of Pegboard's."""
    source = "import sys; print([name for name in sys.modules if name.startswith('pegboard')])"

    assert answer(source, tmp_path, environ=switched_on()) == "['pegboard_as_flask']"
    assert answer(source, tmp_path) == "[]"


_FIRST = {
    "a module": "import flask.views as found; print(found.__name__)",
    "the metadata": """
        from importlib.metadata import version
        import sys
        print("pegboard_flask" if version("Flask") == "3.1.3" else "")
    """,
    "all metadata": """
        from importlib.metadata import distributions
        names = [each.name for each in distributions()]
        print("pegboard_flask" if names.count("Flask") == 1 and "click" in names else "")
    """,
    "the function": """
        import pegboard_flask
        pegboard_flask.install_as_flask()
        import flask
        print(flask.__name__)
    """,
}


@pytest.mark.parametrize("source", _FIRST.values(), ids=_FIRST)
def test_whatever_is_asked_first(source: str, tmp_path: Path) -> None:
    """Modules, metadata and ``install_as_flask()`` may each be the first to ask."""
    assert answer(source, tmp_path, environ=switched_on()).startswith("pegboard_flask")


def test_files_are_searched_as_ever(tmp_path: Path) -> None:
    """A search of named folders, as pip makes, finds what is there."""
    source = """
        from importlib.metadata import distributions
        print(list(distributions(name="flask", path=["."])))
    """

    assert answer(source, tmp_path, environ=switched_on()) == "[]"
