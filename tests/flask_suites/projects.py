"""Whose suites are run, and what of them is left out for which reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from types import MappingProxyType

__all__ = ["PROJECTS", "Project"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
# It pushes a context for every test that has a fixture "app", and other suites test being outside.
_WITHOUT_PYTEST_FLASK = ("-p", "no:flask")


@dataclass(frozen=True, slots=True)
class Project:
    """One source distribution with tests.

    :param name: of the distribution; its version is the one that ``requirements.txt`` pins.
    :param tests: files and folders to give to pytest, or patterns of them.
    :param options: more for pytest.
    :param left_out: tests that are not run, as pytest names them, with the reason.
    :param differs: tests that pass on Flask and not here, on purpose, with the reason.
    :param distribution: whose archive it is in, where that has another name.
    :param release: its version, where it is not installed.
    :param folder: the one of the archive in which the tests are run.
    """

    name: str
    tests: tuple[str, ...] = ("tests",)
    options: tuple[str, ...] = _WITHOUT_PYTEST_FLASK
    left_out: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    differs: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    distribution: str = ""
    release: str = ""
    folder: str = "."

    @property
    def source(self) -> str:
        """The name of the distribution whose archive has it."""
        return self.distribution or self.name

    @property
    def version(self) -> str:
        """The version of the archive."""
        return self.release or version(self.source)


_WORDS = "the message says the same in other words"

_SUITES = (
    Project(
        "Flask",
        differs={
            "test_enctype_debug_helper": _WORDS,
            "test_environ_for_valid_idna_completes": "a host that is no Latin-1 text is refused "
            "with 400, for PEP 3333 allows none",
            "test_no_routes": _WORDS,
            "test_request_locals": _WORDS,
            "test_response_type_errors": _WORDS,
            "test_run_cert_adhoc": "it puts a module without a spec for a library, which no import "
            "makes",
            "test_run_cert_import": "it puts a context where a module would be; one in a module is "
            "found",
            "test_run_from_config": "an address that is not this machine's is refused before "
            "anything is served",
            "test_server_name_matching": "a request for another host's name gets the same answer, "
            "without a warning",
            "test_session_accessed": "a session counts as accessed when it is first touched",
            "test_session_transactions_no_null_sessions": _WORDS,
            "test_template_loader_debugging": _WORDS,
            "test_werkzeug_passthrough_errors": "the debugger without debug mode is refused",
        },
    ),
    Project("Flask-Login"),
    Project("Flask-WTF"),
    Project("Flask-SQLAlchemy"),
    Project("flask-cors"),
    Project(
        "Flask-Caching",
        left_out={
            "tests/test_backend_cache.py::TestRedisCache::": "starts a Redis server",
            "tests/test_basic_app.py::test_app_redis": "starts a Redis server",
            "tests/test_basic_app.py::test_init_app_multi_apps": "starts a Redis server",
            "tests/test_cache.py::test_cache_unlink": "starts a Redis server",
        },
    ),
    Project("Flask-Limiter"),
    Project("Flask-Migrate"),
    Project("Flask-HTTPAuth"),
    Project("Flask-JWT-Extended"),
    Project(
        "Flask-Admin",
        tests=("flask_admin/tests",),
        left_out={
            "flask_admin/tests/fileadmin/test_fileadmin_azure.py": "waits for a server of Azure",
            "flask_admin/tests/geoa": "needs a PostgreSQL server",
            "flask_admin/tests/pymongo": "waits for a MongoDB server",
        },
    ),
    Project("flask-smorest"),
    Project("APIFlask"),
    Project("Flask-SocketIO", tests=("test_socketio.py",)),
    Project("flask-talisman", tests=("flask_talisman/talisman_test.py",)),
    Project("pytest-flask", options=()),
    # Applications, which are run from their archives.
    Project("flaskr", distribution="Flask", folder="examples/tutorial"),
    Project("httpbin", release="0.10.4"),
    Project("ihatemoney", tests=("ihatemoney/tests",), options=(), release="7.2.1"),
)

#: By name, in the order of the table.
PROJECTS: Mapping[str, Project] = {each.name: each for each in _SUITES}
