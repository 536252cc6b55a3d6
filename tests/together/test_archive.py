"""``pegboard build`` as a user runs it, with pip; its archive runs where nothing is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sources import distributions
from tests.wheels import Environment, lend_libraries, repack_libraries

pytestmark = pytest.mark.slow

APP = """
from importlib.util import find_spec

from pegboard import Pegboard, url_for

app = Pegboard(__name__)
LIBRARIES = ["jinja2", "click", "itsdangerous", "werkzeug", "pegboard_templating"]

@app.get("/")
def index():
    return {"found": [name for name in LIBRARIES if find_spec(name)], "here": url_for("index")}
"""


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory, wheelhouse: Path) -> Environment:
    """Give an environment with all default parts and pip."""
    needed = {name for each in distributions() for name in each.project["dependencies"]}
    libraries = sorted(name for name in needed if not name.startswith("pegboard"))
    lent = tmp_path_factory.mktemp("lent") / "libraries"
    lend_libraries([*libraries, "pip"], lent)
    index = tmp_path_factory.mktemp("index")
    repack_libraries(libraries, index)
    for wheel in wheelhouse.iterdir():
        (index / wheel.name).symlink_to(wheel)
    environment = Environment(tmp_path_factory.mktemp("builder"), index, lent)
    environment.install("pegboard", "pegboard-hookspecs", *_parts())
    return environment


def _parts() -> list[str]:
    (whole,) = (each for each in distributions() if each.name == "pegboard")
    return [name.partition("==")[0] for name in whole.project["dependencies"]]


@pytest.fixture(scope="module")
def archive(builder: Environment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give what ``pegboard build`` says of the archive that it has built."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "shop.py").write_text(APP)
    done = subprocess.run(
        [builder.python, "-m", "pegboard", "build", "shop", "--slots", "routing,json", "--json"],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={
            "PATH": os.defpath,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(builder.wheels),
        },
    )
    assert done.returncode == 0, done.stderr
    built: dict[str, Any] = json.loads(done.stdout)
    return {**built, "file": str(folder / built["file"])}


@pytest.fixture(scope="module")
def address(archive: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the archive in an environment that has nothing, and give where it answers."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder / "venv", with_pip=False)
    command = [folder / "venv/bin/python", archive["file"], "--port", "0"]
    environ = {"HOME": str(folder)}
    with subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        yield found[0]
        process.terminate()


def test_the_application_answers_where_nothing_is_installed(address: str) -> None:
    """The archive brings all that the application needs, and none of what was left out."""
    assert httpx.get(address).json() == {"found": ["werkzeug"], "here": "/"}


def test_it_has_what_was_asked_for(archive: dict[str, Any]) -> None:
    """Kernel, contract, two plugins and their libraries are in it, and nothing else."""
    names = {each["name"] for each in archive["distributions"]}

    assert names >= {"pegboard-core", "pegboard-hookspecs", "pegboard-json", "pegboard-routing"}
    assert not names & {"jinja2", "click", "itsdangerous", "pegboard", "pegboard-cli"}


def test_it_costs_less_than_the_whole(archive: dict[str, Any]) -> None:
    """Fewer distributions, bytes and modules than the full build beside it."""
    mine, all_parts = archive["cost"], archive["everything"]

    assert mine["distributions"] <= all_parts["distributions"] - 9
    assert mine["unpacked"] < all_parts["unpacked"]
    assert mine["modules"] < all_parts["modules"]
