"""Kernel and routing alone serve an application; no library of another part can be imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pegboard_hookspecs import SLOTS

pytestmark = pytest.mark.needs("routing")

OTHERS = [slot.name for slot in SLOTS if slot.name != "routing"]
BLOCKED = ["jinja2", "click", "itsdangerous", "greenlet", *(f"pegboard_{name}" for name in OTHERS)]

BLOCKER = """
import sys
from importlib.abc import MetaPathFinder

class Blocker(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"{{name}} is not part of a minimal build", name=name)

sys.meta_path.insert(0, Blocker())
"""

PROGRAM = """
import json
import sys
from pegboard import Blueprint, Pegboard, abort, g, redirect, request, session
from pegboard import stream_with_context, url_for
from tests.together.wire import ask

app = Pegboard("minimal")
shop = Blueprint("shop", "shop", url_prefix="/shop")

@app.before_request
def remember():
    g.seen = request.path

@app.after_request
def sign(response):
    response.headers["X-Seen"] = g.seen
    return response

@app.route("/")
def index():
    return "hello"

@app.route("/users/<int:number>")
def user(number):
    return f"{number} at {url_for('user', number=number + 1)}"

@app.route("/form", methods=["POST"])
def form():
    return request.form["name"]

@app.route("/stream")
def stream():
    return stream_with_context(part for part in [request.path, "!"])

@app.route("/away")
def away():
    return redirect(url_for("shop.index"))

@app.route("/forbidden")
def forbidden():
    abort(403)

@app.route("/session")
def use_session():
    return session["who"]

@app.errorhandler(KeyError)
def handle(error):
    return "handled", 409

@app.route("/fault")
def fault():
    raise KeyError

@shop.route("/")
def index():
    return f"shop at {url_for('.index')}"

app.register_blueprint(shop)
answers = {}
for method, path in [
    ("GET", "/"), ("HEAD", "/"), ("OPTIONS", "/"), ("POST", "/"), ("GET", "/users/7"),
    ("GET", "/users/x"), ("GET", "/stream"), ("GET", "/away"), ("GET", "/forbidden"),
    ("GET", "/fault"), ("GET", "/shop/"), ("GET", "/shop"), ("GET", "/session"),
]:
    answer = ask(app, path=path, method=method, wsgi__errors=sys.stderr)
    answers[f"{method} {path}"] = [answer.code, answer.body.decode()]
body = {"path": "/form", "method": "POST", "body": b"name=Ada"}
answer = ask(app, CONTENT_TYPE="application/x-www-form-urlencoded", **body)
answers["POST /form"] = [answer.code, answer.body.decode()]
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def run() -> subprocess.CompletedProcess[str]:
    """What an interpreter without those libraries says."""
    off = ",".join(f"{name}=off" for name in OTHERS)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", BLOCKER.format(blocked=set(BLOCKED)) + PROGRAM],
        env={**os.environ, "PEGBOARD_PLUGINS": off},
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def answers(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The answers by request."""
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize(
    ("request_line", "code", "body"),
    [
        ("GET /", 200, "hello"),
        ("HEAD /", 200, ""),
        ("OPTIONS /", 200, ""),
        ("POST /", 405, "405 Method Not Allowed"),
        ("GET /users/7", 200, "7 at /users/8"),
        ("GET /users/x", 404, "404 Not Found"),
        ("GET /stream", 200, "/stream!"),
        ("GET /away", 302, ""),
        ("GET /forbidden", 403, "403 Forbidden"),
        ("GET /fault", 409, "handled"),
        ("GET /shop/", 200, "shop at /shop/"),
        ("GET /shop", 308, "308 Permanent Redirect"),
        ("POST /form", 200, "Ada"),
        ("GET /session", 500, "500 Internal Server Error"),
    ],
)
def test_it_serves(answers: dict[str, Any], request_line: str, code: int, body: str) -> None:
    """Pages, forms, streams, redirects, errors and blueprints need nothing but routing."""
    found_code, found_body = answers[request_line]

    assert (found_code, found_body.splitlines()[:1]) == (code, body.splitlines())


def test_what_is_missing_is_logged(run: subprocess.CompletedProcess[str]) -> None:
    """A view that needs a part that is not there says so in the log."""
    assert "No plugin keeps sessions: the slot 'sessions' is switched off" in run.stderr
