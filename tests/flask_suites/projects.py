"""Whose suites are run, and what of them is left out for which reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["PROJECTS", "Project"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Project:
    """One source distribution with tests.

    :param name: of the distribution; its version is the one that ``requirements.txt`` pins.
    :param tests: files and folders to give to pytest.
    :param options: more for pytest.
    :param differs: tests that pass on Flask and not here, on purpose, with the reason.
    """

    name: str
    tests: tuple[str, ...] = ("tests",)
    options: tuple[str, ...] = ()
    differs: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


_SUITES = (
    Project("Flask-Login"),
    Project("Flask-WTF"),
    Project("Flask-SQLAlchemy"),
    Project("flask-cors"),
    Project("Flask-Caching"),
    Project("Flask-Limiter"),
    Project("Flask-Migrate"),
    Project("Flask-HTTPAuth"),
    Project("Flask-JWT-Extended"),
    Project("Flask-Admin", tests=("flask_admin/tests",)),
    Project("flask-smorest"),
    Project("APIFlask"),
    Project("Flask-SocketIO", tests=("test_socketio.py",)),
    Project("flask-talisman", tests=("flask_talisman/talisman_test.py",)),
    Project("pytest-flask"),
)

#: By name, in the order of the table.
PROJECTS: Mapping[str, Project] = {each.name: each for each in _SUITES}
