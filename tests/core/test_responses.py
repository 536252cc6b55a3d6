"""The response that applications make, and the settings that it knows."""

from __future__ import annotations

import pytest

from pegboard import Response
from pegboard_hookspecs import Response as ContractResponse
from pegboard_hookspecs.errors import CookieTooLargeError
from tests.core.site import make_app


def test_the_limit_of_cookies_is_a_setting() -> None:
    """Inside of a context a cookie may be as large as ``MAX_COOKIE_SIZE`` says."""
    app = make_app(config={"MAX_COOKIE_SIZE": 10})

    with app.app_context():
        Response().set_cookie("name", "123456")
        with pytest.raises(CookieTooLargeError, match="11 bytes of name and value"):
            Response().set_cookie("name", "1234567")


def test_no_limit_of_cookies() -> None:
    """0 takes the limit away."""
    app, response = make_app(config={"MAX_COOKIE_SIZE": 0}), Response()

    with app.app_context():
        response.set_cookie("name", "x" * 5000)

    assert len(response.headers["Set-Cookie"]) > 5000


def test_outside_of_a_context_the_limit_is_that_of_browsers() -> None:
    """Where no application is current the limit is the contract's: 4,096 bytes."""
    assert Response().max_cookie_size == ContractResponse.max_cookie_size == 4096


def test_a_class_may_have_a_limit_of_its_own() -> None:
    """A subclass says its limit, whatever the setting is."""

    class Roomy(Response):
        max_cookie_size = 5000

    with make_app().app_context():
        assert Roomy().max_cookie_size == 5000


@pytest.mark.needs("json")
def test_json_is_read_by_the_application() -> None:
    """Inside of a context the body is parsed by the slot ``json``, which knows no NaN."""
    response = Response('{"a": NaN}', mimetype="application/json")

    with make_app().app_context(), pytest.raises(ValueError, match="NaN"):
        response.get_json()


def test_json_is_read_without_an_application() -> None:
    """Outside of a context the standard library reads it."""
    assert Response('{"a": 1}', mimetype="application/json").get_json() == {"a": 1}


def test_the_short_path_is_taken() -> None:
    """The class adds nothing to how a response is made, so plain values take the short path."""
    assert Response.is_quick
    assert make_app().response_class is Response
