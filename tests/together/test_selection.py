"""Which plugin wins, in environments where pip installed real wheels."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from os import pathsep
from pathlib import Path
from typing import Any

import pytest

from tests.wheels import Environment, Project, build_wheels

pytestmark = [pytest.mark.slow, pytest.mark.needs("routing", "sessions")]

KERNEL = ("pegboard-core", "pegboard-hookspecs", "pegboard-routing", "pegboard-sessions")

SESSIONS = '''
    """A provider of sessions that keeps nothing."""

    from pegboard_hookspecs import hookimpl

    class Sessions:
        @hookimpl
        def open_session(self, request):
            return {"kept by": __name__}

        @hookimpl
        def save_session(self): ...
'''

ADDITIVE = """
    from pegboard_hookspecs import hookimpl

    class Plugin:
        @hookimpl
        def app_ready(self, app):
            app.config.setdefault("READY", []).append(__name__)

    class Late(Plugin):
        phase = "late"

    class Before(Plugin):
        before = ("zebra",)
"""

PROJECTS = [
    Project("acme-sessions", SESSIONS, {"pegboard.sessions": {"memory": "acme_sessions:Sessions"}}),
    Project("best-sessions", SESSIONS, {"pegboard.sessions": {"redis": "best_sessions:Sessions"}}),
    Project("aardvark", ADDITIVE, {"pegboard.plugins": {"late": "aardvark:Late"}}),
    Project("mole", ADDITIVE, {"pegboard.plugins": {"plain": "mole:Plugin"}}),
    Project("newt", ADDITIVE, {"pegboard.plugins": {"before": "newt:Before"}}),
    Project("zebra", ADDITIVE, {"pegboard.plugins": {"plain": "zebra:Plugin"}}),
]

#: Starts an application and says what became of it.
REPORT = """
    import json, sys
    from pegboard import Pegboard, session

    app = Pegboard(__name__, plugins={plugins})

    @app.get("/")
    def kept_by():
        return session.get("kept by", "a cookie")

    modules = {"pegboard_sessions", "acme_sessions", "best_sessions", "aardvark", "mole"}
    print(json.dumps({
        "sessions": app.has_slot("sessions") and app.slot("sessions").identity,
        "answer": app.test_client().get("/").get_data(as_text=True),
        "imported": sorted(modules & set(sys.modules)),
    }))
"""

#: Starts an application and says in which order its plugins were called.
ORDER = """
    import json, sys
    from pegboard import Pegboard

    app = Pegboard(__name__)
    app.calls.app_ready(app)
    print(json.dumps(app.config["READY"]))
"""


def _report(plugins: dict[str, Any] | None = None) -> str:
    return REPORT.replace("{plugins}", repr(plugins or {}))


@pytest.fixture(scope="module")
def with_strangers(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Add the wheels of the throw-away projects to the wheels."""
    folder = tmp_path_factory.mktemp("projects")
    build_wheels([project.write(folder) for project in PROJECTS], wheelhouse)


@pytest.fixture(scope="module")
def one(with_strangers: None, new_environment: Callable[..., Environment]) -> Environment:
    """Give an environment with the default sessions, one alternative and additive plugins."""
    return new_environment(*KERNEL, "acme-sessions", "mole")


@pytest.fixture(scope="module")
def two(with_strangers: None, new_environment: Callable[..., Environment]) -> Environment:
    """Give an environment with the default sessions and two alternatives."""
    return new_environment(*KERNEL, "acme-sessions", "best-sessions")


def test_an_alternative_takes_its_slot(one: Environment, tmp_path: Path) -> None:
    """What pip installed beside the default fills the slot, and the default is not imported."""
    report = one.answer(_report(), folder=tmp_path)

    assert report == {
        "sessions": "acme-sessions:memory",
        "answer": "acme_sessions",
        "imported": ["acme_sessions", "mole"],
    }


@pytest.mark.parametrize(
    ("plugins", "environ", "project"),
    [
        pytest.param({"sessions": "pegboard-sessions:cookie"}, "", "", id="code"),
        pytest.param({}, "sessions=Pegboard_Sessions", "", id="environment"),
        pytest.param({}, "", 'sessions = "pegboard-sessions"', id="project file"),
        pytest.param({"acme-sessions": False}, "", "", id="alternative off"),
    ],
)
def test_a_setting_wins(
    one: Environment, tmp_path: Path, plugins: dict[str, Any], environ: str, project: str
) -> None:
    """A setting, wherever it stands, overrides the rule; the loser is not imported."""
    (tmp_path / "pyproject.toml").write_text(f"[tool.pegboard.plugins]\n{project}\n")

    report = one.answer(_report(plugins), folder=tmp_path, environ={"PEGBOARD_PLUGINS": environ})

    assert report["sessions"] == "pegboard-sessions:cookie"
    assert report["imported"] == ["mole", "pegboard_sessions"]


def test_what_is_switched_off_is_not_imported(one: Environment, tmp_path: Path) -> None:
    """A slot and an additive plugin that are off leave nothing in ``sys.modules``."""
    source = _report({"sessions": False, "mole:plain": False}).replace(
        'session.get("kept by", "a cookie")', "'no session'"
    )

    report = one.answer(source, folder=tmp_path)

    assert report == {"sessions": False, "answer": "no session", "imported": []}


def test_two_alternatives_are_a_start_up_error(two: Environment, tmp_path: Path) -> None:
    """Two alternatives and no setting end the start; both are named with the lines to paste."""
    done = two.run(_report(), folder=tmp_path)

    assert done.returncode == 1
    assert "PluginConflictError: 2 plugins want the slot 'sessions'" in done.stderr
    assert "acme-sessions 1.0 (acme-sessions:memory)" in done.stderr
    assert '    sessions = "best-sessions:redis"\n' in done.stderr


def test_the_pasted_line_ends_the_conflict(two: Environment, tmp_path: Path) -> None:
    """The line that the error prints, pasted where it says, lets the application start."""
    lines = two.run(_report(), folder=tmp_path).stderr.splitlines()
    line = next(line for line in lines if line.strip().startswith('sessions = "best'))
    (tmp_path / "pyproject.toml").write_text(f"[tool.pegboard.plugins]\n{line}\n")

    report = two.answer(_report(), folder=tmp_path)

    assert report["sessions"] == "best-sessions:redis"
    assert report["imported"] == ["best_sessions"]


@pytest.mark.parametrize(
    ("plugins", "suggestion"),
    [
        pytest.param({"sessions": "acme-sesions:memory"}, "acme-sessions:memory", id="provider"),
        pytest.param({"sesions": False}, "sessions", id="slot"),
        pytest.param({"best-sesions": False}, "best-sessions", id="distribution"),
    ],
)
def test_a_misspelt_name_suggests_the_right_one(
    two: Environment, tmp_path: Path, plugins: dict[str, Any], suggestion: str
) -> None:
    """A name that matches nothing ends the start with the nearest name that does."""
    done = two.run(_report(plugins), folder=tmp_path)

    assert done.returncode == 1
    assert f"Did you mean {suggestion!r}?" in done.stderr


def test_the_order_of_the_path_changes_nothing(
    with_strangers: None,
    new_environment: Callable[..., Environment],
    tmp_path: Path,
) -> None:
    """Plugins installed in several folders are called in one order, however the path is sorted."""
    environment = new_environment(*KERNEL)
    names = ("aardvark", "mole", "newt", "zebra")
    for name in names:
        environment.install(name, target=tmp_path / name)
    paths = [pathsep.join(map(str, order)) for order in permutations(tmp_path / n for n in names)]

    answers = [
        environment.answer(ORDER, folder=tmp_path, environ={"PYTHONPATH": path})
        for path in (paths[0], paths[9], paths[-1])
    ]

    assert answers == [["mole", "newt", "zebra", "aardvark"]] * 3
