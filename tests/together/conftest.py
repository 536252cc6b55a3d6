"""Environments as users have them: real wheels, installed by pip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources import distributions
from tests.wheels import Environment, build_wheels, lend_libraries, own_projects


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a wheel of each distribution of this repository."""
    folder = tmp_path_factory.mktemp("wheelhouse")
    build_wheels(own_projects(), folder)
    return folder


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the third-party libraries that Pegboard needs, and nothing else."""
    folder = tmp_path_factory.mktemp("lent") / "libraries"
    needed = {name for each in distributions() for name in each.project["dependencies"]}
    lend_libraries((name for name in sorted(needed) if not name.startswith("pegboard")), folder)
    return folder


@pytest.fixture(scope="session")
def new_environment(
    tmp_path_factory: pytest.TempPathFactory, wheelhouse: Path, libraries: Path
) -> Callable[..., Environment]:
    """Give what makes a virtual environment and installs the named distributions into it."""

    def make(*names: str) -> Environment:
        environment = Environment(tmp_path_factory.mktemp("environment"), wheelhouse, libraries)
        environment.install(*names)
        return environment

    return make
