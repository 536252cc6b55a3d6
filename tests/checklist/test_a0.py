"""A0: names at the top."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

import pegboard
from pegboard import (
    Blueprint,
    Config,
    Pegboard,
    Request,
    Response,
    current_app,
    g,
    request,
    session,
)

CLASSES = (Config, Blueprint, Request, Response)
FUNCTIONS = [
    "abort",
    "after_this_request",
    "copy_current_request_context",
    "flash",
    "get_flashed_messages",
    "get_template_attribute",
    "has_app_context",
    "has_request_context",
    "jsonify",
    "make_response",
    "redirect",
    "render_template",
    "render_template_string",
    "send_file",
    "send_from_directory",
    "stream_template",
    "stream_template_string",
    "stream_with_context",
    "url_for",
]
SIGNALS = [
    "appcontext_popped",
    "appcontext_pushed",
    "appcontext_tearing_down",
    "before_render_template",
    "got_request_exception",
    "message_flashed",
    "request_finished",
    "request_started",
    "request_tearing_down",
    "template_rendered",
]
GONE = ["Flask", "Markup", "__version__", "_app_ctx_stack", "_request_ctx_stack", "escape"]


@pytest.mark.item("A0.1")
@pytest.mark.needs("routing")
def test_an_application_is_made_of_the_classes_at_the_top() -> None:
    """The classes at the top are those of the objects that an application works with."""
    app = Pegboard(__name__)
    pages = Blueprint("pages", __name__)
    seen: list[Any] = [app.config, pages]

    @pages.get("/")
    def view() -> Response:
        seen.append(request)
        seen.append(app.make_response("seen"))
        return Response("Hello")

    app.register_blueprint(pages)
    with app.test_client() as client:
        text = client.get("/").text
        kinds = [isinstance(*pair) for pair in zip(seen, CLASSES, strict=True)]

    assert text == "Hello"
    assert all(kinds)


@pytest.mark.item("A0.2")
@pytest.mark.needs("routing", "sessions")
def test_proxies_stand_for_what_is_current() -> None:
    """Within a request all four can be used, and outside of one none is anything."""
    app = Pegboard(__name__)
    app.secret_key = "k" * 32

    @app.get("/")
    def view() -> str:
        g.name = session.setdefault("name", "Ada")
        return f"{current_app.name}{request.path}{g.name}"

    assert app.test_client().get("/").text == f"{__name__}/Ada"
    assert not any((current_app, g, request, session))


@pytest.mark.item("A0.3")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_have_the_names_of_flask(name: str) -> None:
    """Each function is imported from the package, which lists it."""
    assert callable(getattr(pegboard, name))
    assert name in pegboard.__all__


@pytest.mark.item("A0.4")
@pytest.mark.needs("signals")
@pytest.mark.parametrize("name", SIGNALS)
def test_signals_have_the_names_of_flask(name: str) -> None:
    """Each signal is imported from the part that sends signals."""
    assert callable(getattr(import_module("pegboard_signals"), name).connect)


@pytest.mark.item("A0.5")
@pytest.mark.parametrize("name", ["app", "blueprints", "config", "context", "json"])
def test_modules_are_there_after_the_import(name: str) -> None:
    """A fresh interpreter that imports the package has these modules as its attributes."""
    source = f"import pegboard; print(pegboard.{name}.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.stdout == f"pegboard.{name}\n", done.stderr


@pytest.mark.item("A0.6")
@pytest.mark.parametrize("name", GONE)
def test_other_names_are_not_there(name: str) -> None:
    """A name that the package does not have raises AttributeError."""
    with pytest.raises(AttributeError, match=name):
        getattr(pegboard, name)


@pytest.mark.item("A0.6")
@pytest.mark.needs("cli")
def test_the_version_is_printed() -> None:
    """The command line tells the version that the metadata have."""
    result = Pegboard(__name__).test_cli_runner().invoke("--version")

    assert "Pegboard " in result.stdout


@pytest.mark.item("A0.7")
@pytest.mark.needs("cli")
def test_the_package_runs_as_a_command() -> None:
    """The package that is run as a module prints the help of the command."""
    done = subprocess.run(
        [sys.executable, "-m", "pegboard", "--help"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stdout.startswith("Usage: pegboard")


@pytest.mark.item("A0.8")
@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("pegboard.blueprints", "BlueprintSetupState"),
        ("pegboard.config", "Config"),
        ("pegboard.context", "Context"),
        ("pegboard.json", "dumps"),
        ("pegboard.logs", "default_handler"),
        ("pegboard.registration", "Scaffold"),
        ("pegboard.testing", "Client"),
        ("pegboard.typing", "ResponseReturnValue"),
        ("pegboard.views", "MethodView"),
        ("pegboard_hookspecs", "Session"),
        ("pegboard_hookspecs.errors", "FilesNotSentError"),
        pytest.param("pegboard_json", "StandardJSON", marks=pytest.mark.needs("json")),
        pytest.param("pegboard_sessions", "CookieSessions", marks=pytest.mark.needs("sessions")),
        pytest.param(
            "pegboard_templating", "JinjaTemplating", marks=pytest.mark.needs("templating")
        ),
    ],
    ids=str,
)
def test_submodules_have_their_places(module: str, name: str) -> None:
    """What others import from submodules is offered by a module that lists it."""
    assert name in import_module(module).__all__
