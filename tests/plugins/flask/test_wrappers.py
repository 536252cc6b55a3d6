"""Requests and responses where they are more lenient than Pegboard's own."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard_flask import Flask, Request, Response, request


def test_limits_are_asked_each_time() -> None:
    """A request's limits are those that were assigned, or else the current application's."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 100
    made = Request({})

    assert (made.method, made.max_content_length, made.max_form_parts) == ("GET", None, 1000)
    with app.app_context():
        assert made.max_content_length == 100
        made.max_content_length = 5
        assert made.max_content_length == 5
    assert isinstance(Request.max_form_memory_size, object)


def test_a_request_may_carry_anything() -> None:
    """Extensions put attributes of their own on requests, also where they are shallow."""
    made: Any = Request({}, shallow=True)
    made.csp_nonce = "x"

    assert (made.csp_nonce, made.shallow) == ("x", True)


def test_a_cookie_over_the_limit_is_a_warning() -> None:
    """A cookie that browsers would drop is sent, with a warning; 0 turns it off."""
    app = Flask(__name__)
    with pytest.warns(UserWarning, match="cookie is too large"):
        Response().set_cookie("big", "x" * 5000)
    app.config["MAX_COOKIE_SIZE"] = 0
    with app.app_context():
        response = Response()
        response.set_cookie("big", "x" * 5000)

    assert len(response.headers["Set-Cookie"]) > 5000


def test_classes_may_be_replaced() -> None:
    """An application may say what its requests and responses are made of."""

    class OwnRequest(Request):
        """Says hello."""

        hello = "hello"

    class OwnResponse(Response):
        default_mimetype = "text/plain"

    class Own(Flask):
        response_class = OwnResponse

    app = Own(__name__)
    app.request_class = OwnRequest
    app.add_url_rule("/", "index", lambda: request.hello)  # type: ignore[attr-defined]  # its own

    answer = app.test_client().get("/")

    assert (answer.text, answer.mimetype) == ("hello", "text/plain")
