"""Environments as users have them: real wheels, installed by pip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wheels import Environment, build_wheels, lend_libraries, own_projects

_LIBRARIES = ("click", "importlib-metadata", "itsdangerous", "jinja2", "pluggy", "werkzeug")


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
    lend_libraries(_LIBRARIES, folder)
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
