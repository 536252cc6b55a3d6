"""What the guestbook needs beside the default parts, for its tests and those that start it.

It is not installed for development: an application loads whatever is installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points

import pytest

from tests.beside import as_installed
from tests.sources import ROOT

__all__ = ["guestbook_database", "pytest_generate_tests"]

_FOLDERS = (ROOT / "examples" / "guestbook", ROOT / "tests" / "end_to_end")
#: The guestbook works with each of them.
_PROVIDERS = {"sqlite": [], "sqlalchemy": [pytest.mark.slow]}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of the guestbook with each provider of its database, if none is installed."""
    path = metafunc.definition.path
    is_installed = bool(entry_points(group="pegboard.database"))
    if not is_installed and any(path.is_relative_to(folder) for folder in _FOLDERS):
        values = [pytest.param(name, marks=marks) for name, marks in _PROVIDERS.items()]
        metafunc.parametrize("guestbook_database", values, indirect=True, scope="module")


@pytest.fixture(scope="module", autouse=True)
def guestbook_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Let a provider of the guestbook's database look installed, where it is asked for.

    No longer than a module takes: what follows, and what it starts, would find it too.
    """
    provider: str | None = getattr(request, "param", None)
    if provider is None:
        yield
        return
    names = ("pegboard-database", f"pegboard-database-{provider}")
    found = as_installed(tmp_path_factory.mktemp("site"), *names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [*found, *sys.path])
        inherited = os.environ.get("PYTHONPATH")
        patch.setenv("PYTHONPATH", os.pathsep.join([*found, *([inherited] if inherited else [])]))
        yield
