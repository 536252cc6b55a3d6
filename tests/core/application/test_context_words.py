"""Contexts to work in, and what tests call an application with."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard import current_app, g, has_app_context, has_request_context, request
from pegboard.testing import Client
from pegboard.testing.runner import CLIRunner
from tests.core.site import make_app


class OtherClient(Client):
    """A client of somebody's own."""


class OtherRunner(CLIRunner):
    """A runner of somebody's own."""


def test_a_script_works_in_a_context() -> None:
    """An application context gives ``current_app`` and ``g``, and ends with the block."""
    app = make_app()
    ended: list[object] = []
    app.teardown_appcontext(ended.append)

    with app.app_context():
        g.user = "Ada"
        assert current_app == app
        assert not has_request_context()

    assert not has_app_context()
    assert ended == [None]


def test_a_request_is_made_up() -> None:
    """A made-up request is current in the block; the arguments describe it."""
    app = make_app()

    with app.test_request_context("/x?a=1", method="PUT", data={"b": "2"}):
        assert (request.path, request.args["a"], request.method) == ("/x", "1", "PUT")
        assert request.form["b"] == "2"


def test_a_shell_has_names() -> None:
    """A shell has the application, its ``g``, and what the application adds, which wins."""
    app = make_app()
    app.shell_context_processor(lambda: {"answer": 42})

    assert app.make_shell_context() == {"app": app, "g": g, "answer": 42}


def test_an_environ_is_a_request() -> None:
    """A WSGI environ gives the context of its request, which knows the trusted hosts."""
    app = make_app(config={"TRUSTED_HOSTS": ["example.org"]})
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/x", "wsgi.url_scheme": "http"}

    with app.request_context(environ):
        assert request.path == "/x"
        assert request.trusted_hosts == ["example.org"]


@pytest.mark.parametrize(("kind", "expected"), [(None, Client), (OtherClient, OtherClient)])
def test_a_client_may_have_another_class(kind: Any, expected: type) -> None:
    """A client is of the application's class of clients."""
    app = make_app()
    app.test_client_class = kind

    assert type(app.test_client(use_cookies=False)) is expected


@pytest.mark.parametrize(("kind", "expected"), [(None, CLIRunner), (OtherRunner, OtherRunner)])
def test_a_runner_may_have_another_class(kind: Any, expected: type) -> None:
    """A runner of commands is of the application's class of runners."""
    app = make_app()
    app.test_cli_runner_class = kind

    assert type(app.test_cli_runner()) is expected
