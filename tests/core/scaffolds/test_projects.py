"""New projects pass their own tests, type checks and lint at once."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from pegboard_hookspecs import CONTRACT_VERSION, SLOTS
from tests.core.scaffolds.projects import KINDS, RUN_TESTS, write_projects

#: Parts that the tests of the projects use.
_ALL = ("cli", "errors", "json", "routing", "sessions", "static", "templating")


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    """One project of each kind."""
    folder = tmp_path_factory.mktemp("projects")
    before = Path.cwd()
    os.chdir(folder)
    try:
        return write_projects(folder)
    finally:
        os.chdir(before)


def _run(module: str, *arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.needs(*_ALL)
def test_a_new_project_passes_its_own_tests(projects: Sequence[Path]) -> None:
    """Whatever is started, its tests pass where Pegboard and the kit of contracts are installed."""
    sources = os.pathsep.join(filter(None, [_kit(), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-c", RUN_TESTS, *map(str, projects)],
        # None of the plugins that are installed for our own tests is needed, and they take time.
        env={**os.environ, "PYTHONPATH": sources, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines()[-1:] == ["FAILED:"], done.stdout + done.stderr


@pytest.mark.parametrize("slot", [slot.name for slot in SLOTS])
def test_a_provider_is_tested_with_its_contract(projects: Sequence[Path], slot: str) -> None:
    """Among the tests of a provider is the suite of its slot, from the kit that they ask for."""
    project = next(each for each in projects if each.name == KINDS[slot])
    test = (project / "tests" / "test_contract.py").read_text(encoding="utf-8")
    table = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = table["optional-dependencies"]["test"]

    assert f"from pegboard_contracts.{slot} import" in test
    assert [each for each in needed if each.startswith("pegboard-contracts~=")]


@pytest.mark.skipif(find_spec("ruff") is None, reason="ruff is not installed here")
def test_a_new_project_is_tidy(projects: Sequence[Path]) -> None:
    """Rules and format of a new project's own linter hold, with the longest name too."""
    assert _run("ruff", "check", "--no-cache", *projects) == ""
    assert _run("ruff", "format", "--check", "--no-cache", *projects) == ""


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed here")
def test_a_new_project_is_typed(
    projects: Sequence[Path], pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    """All of it passes mypy, strict."""
    sources = [each for project in projects for each in project.rglob("*.py")]
    # They have one name, and all projects are checked at once.
    for number, each in enumerate(sources):
        if each.name == "test_contract.py":
            sources[number] = tmp_path / f"test_contract_{number}.py"
            sources[number].write_bytes(each.read_bytes())
    cache = pytestconfig.rootpath / ".mypy_cache" / "projects"

    assert _run("mypy", "--strict", "--cache-dir", cache, *sources) == ""


@pytest.mark.parametrize("slot", ["", *(slot.name for slot in SLOTS)])
def test_a_plugin_is_advertised_where_it_belongs(projects: Sequence[Path], slot: str) -> None:
    """The entry point is in the group of the slot, and names the contract that it needs."""
    project = next(each for each in projects if each.name == KINDS[slot or "plugin"])
    table = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = table["entry-points"]
    short = "notice" if not slot else f"my_{slot}"
    needed = "_".join(map(str, CONTRACT_VERSION))

    assert list(groups[f"pegboard.{slot or 'plugins'}"]) == [short]
    assert groups["pegboard.contract"] == {short: f"pegboard_contract:v{needed}"}
    assert table["name"] == project.name


def test_everything_is_filled_in(projects: Sequence[Path]) -> None:
    """No placeholder is left in any file."""
    left = [path for each in projects for path in each.rglob("*") if "@@" in path.name]
    texts = [path.read_text(encoding="utf-8") for each in projects for path in _files(each)]

    assert left == []
    assert not any("@@" in text for text in texts)


def _kit() -> str:
    """Give the folder from which the kit of contracts is imported."""
    found = find_spec("pegboard_contracts")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parents[1])


def _files(project: Path) -> list[Path]:
    return [path for path in project.rglob("*") if path.is_file() and path.suffix != ".pyc"]
