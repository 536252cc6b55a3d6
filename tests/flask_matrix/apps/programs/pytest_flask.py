"""pytest-flask: its fixtures in tests of an application, run by pytest in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import flask

from tests.flask_matrix.apps.conversation import Ask, Call


def make_app():
    app = flask.Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests", COLOUR="blue")

    @app.get("/")
    def index():
        return flask.jsonify(hello="world")

    @app.get("/kind")
    def kind():
        best = flask.request.accept_mimetypes.best_match(["text/html", "application/json"])
        return "html" if best == "text/html" else {"kind": "json"}

    @app.get("/seen")
    def seen():
        flask.session["seen"] = flask.session.get("seen", 0) + 1
        return str(flask.session["seen"])

    return app


CONFTEST = """
import pytest
from tests.flask_matrix.apps.programs.pytest_flask import make_app

@pytest.fixture(scope="session")
def app():
    return make_app()
"""

TESTS = """
import flask, pytest
from urllib.request import urlopen

def test_client(client):
    answer = client.get("/")
    assert answer.json == {"hello": "world"}
    assert answer == 200 and answer != 404

def test_statuses(client):
    assert client.get(flask.url_for("index")).status_code == 200
    assert client.get("/nowhere") == 404

def test_unequal(client):
    assert client.get("/") == 500

def test_context(app):
    assert flask.current_app.config["COLOUR"] == "blue"
    assert flask.url_for("seen") == "/seen"

@pytest.mark.options(colour="red", debug=True)
def test_options(app, config):
    assert (app.config["COLOUR"], config["COLOUR"], app.debug) == ("red", "red", True)

@pytest.mark.usefixtures("client_class")
class TestClass:
    def test_it(self):
        assert self.client.get("/seen").text + self.client.get("/seen").text == "12"

def test_accept_json(client, accept_json):
    assert client.get("/kind", headers=accept_json).json == {"kind": "json"}

def test_accept_any(client, accept_any):
    assert client.get("/kind", headers=accept_any).status_code == 200

def test_session(client):
    client.get("/seen")
    assert flask.session["seen"] == 1

@pytest.mark.usefixtures("live_server")
class TestServer:
    def test_live(self, live_server):
        with urlopen(live_server.url("/")) as answer:
            assert (answer.status, answer.read()) == (200, b'{"hello":"world"}\\n')

def test_live_url(live_server):
    with urlopen(live_server.url("/seen")) as answer:
        assert answer.read() == b"1"
"""


MISMATCH = "assert Mismatch in status code for response: 200 != 500"
ALONE = {"COLUMNS": "300", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def tested(app):
    """What passes, and what fails and why."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "conftest.py").write_text(CONFTEST)
        Path(folder, "test_it.py").write_text(TESTS)
        given = [
            "-p",
            "pytest_flask.plugin",
            "-p",
            "no:cacheprovider",
            "-q",
            "-rA",
            "--tb=no",
            "--no-header",
        ]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *given, "--live-server-wait", "60", "test_it.py"],
            capture_output=True,
            check=False,
            cwd=folder,
            encoding="utf-8",
            env=os.environ | ALONE | {"PYTHONPATH": str(Path.cwd())},
            timeout=120,
        )
    told = [
        line for line in done.stdout.splitlines() if line.startswith(("PASSED", "FAILED", "ERR"))
    ]
    return sorted(told)


STEPS = [
    Ask("GET", "/", says='{"hello":"world"}'),
    Call(
        tested,
        gives=[
            f"FAILED test_it.py::test_unequal - {MISMATCH}",
            *(
                f"PASSED test_it.py::{name}"
                for name in [
                    "TestClass::test_it",
                    "TestServer::test_live",
                    "test_accept_any[*/*]",
                    "test_accept_any[*]",
                    "test_accept_json",
                    "test_client",
                    "test_context",
                    "test_live_url",
                    "test_options",
                    "test_session",
                    "test_statuses",
                ]
            ),
        ],
    ),
]
