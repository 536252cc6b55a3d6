"""What a problem says, and what it never says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from markupsafe import Markup
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    TooManyRequests,
)

from pegboard import Response
from pegboard_errors_json import ProblemErrors
from pegboard_hookspecs.slots import ErrorsProvider
from tests.plugins.errors_json.site import Site

PROBLEM = "application/problem+json"


class Teapot(HTTPException):
    code = 418


class OutOfCredit(Forbidden):
    """An error with members of its own."""

    description = "It costs 50."

    def __init__(self, **members: object) -> None:
        super().__init__()
        self.problem = members


@pytest.mark.parametrize("accept", ["text/html", "text/plain", "*/*", "application/json;q=0", None])
def test_every_client_gets_a_problem(accept: str | None) -> None:
    """Whatever the client accepts, the body is a problem, and does not vary."""
    headers = {} if accept is None else {"Accept": accept}
    response = Site().fail(NotFound(), headers=headers)

    assert (response.status_code, response.content_type) == (404, PROBLEM)
    assert "Vary" not in response.headers


def test_a_problem_says_what_happened() -> None:
    """A problem has the members of RFC 9457; its instance is the path without the query."""
    response = Site().fail(
        Forbidden("Only for <members>."), base_url="http://localhost/app", query_string="key=secret"
    )

    assert json.loads(response.data) == {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "detail": "Only for <members>.",
        "instance": "/app/",
    }


def test_no_description_is_left_out() -> None:
    """An error without a description has no detail."""
    assert "detail" not in json.loads(Site().fail(Teapot()).data)


def test_a_miss_is_a_problem() -> None:
    """What routing does not find is answered in the same way, with a safe reference."""
    response = Site().fail(NotFound(), "/a%22b%5C%3Cc%3E")

    assert json.loads(response.data)["instance"] == "/a%22b%5C%3Cc%3E"


def test_an_error_brings_members() -> None:
    """Members of the error go before the usual ones, and are written as JSON is everywhere."""
    error = OutOfCredit(type="https://shop.example/out-of-credit", balance=30, day=date(2026, 1, 2))
    site = Site()

    @site.app.hookimpl
    def json_default(value: object) -> object:
        return value.isoformat() if isinstance(value, date) else None

    assert json.loads(site.fail(error).data) == {
        "type": "https://shop.example/out-of-credit",
        "title": "Forbidden",
        "status": 403,
        "detail": "It costs 50.",
        "instance": "/",
        "balance": 30,
        "day": "2026-01-02",
    }


def test_members_do_not_change_the_status() -> None:
    """The status in a problem is that of the response."""
    response = Site().fail(OutOfCredit(status=200))

    assert (response.status_code, json.loads(response.data)["status"]) == (403, 403)


@pytest.mark.parametrize("members", [{"day": object()}, {"share": float("nan")}])
def test_members_that_are_no_json_are_a_fault(members: dict[str, object]) -> None:
    """A member that cannot be written is a fault of the application, which tells nothing."""
    response = Site().fail(OutOfCredit(**members))

    assert response.status_code == 500
    assert json.loads(response.data)["title"] == "Internal Server Error"


def test_members_are_a_mapping() -> None:
    """An attribute that is no mapping is a fault, named to the developer."""
    error = OutOfCredit()
    error.problem = ["balance"]  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue] - it is what is wrong

    with pytest.raises(TypeError, match=r"'problem' of OutOfCredit is \['balance'\]\. Make it a"):
        Site(TESTING=True).fail(error)


class BrokenError(InternalServerError):
    problem = {"password": "1234"}  # noqa: RUF012 - as an application writes it


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(LookupError("the password is 1234"), id="exception"),
        pytest.param(InternalServerError("the password is 1234"), id="abort"),
        pytest.param(HTTPException("the password is 1234"), id="without-code"),
        pytest.param(BrokenError("the password is 1234"), id="members"),
    ],
)
def test_a_500_says_nothing(error: Exception) -> None:
    """The answer to a failure inside does not tell what failed."""
    response = Site().fail(error)

    assert (response.status_code, response.content_type) == (500, PROBLEM)
    assert "1234" not in response.text
    assert "LookupError" not in response.text


def test_a_500_names_the_exception_to_a_developer() -> None:
    """In debug mode the answer names the type of the exception, and nothing else of it."""
    site = Site(DEBUG=True, PROPAGATE_EXCEPTIONS=False)

    response = site.fail(LookupError("the password is 1234"))

    assert "LookupError was raised; the log has the traceback." in response.text
    assert "1234" not in response.text


@pytest.mark.parametrize(
    ("error", "header", "value"),
    [
        pytest.param(MethodNotAllowed(["GET", "PUT"]), "Allow", "GET, PUT", id="allow"),
        pytest.param(TooManyRequests(retry_after=7), "Retry-After", "7", id="too-many"),
    ],
)
def test_headers_of_the_error_are_kept(error: HTTPException, header: str, value: str) -> None:
    """What an error says in headers is sent, with the body's own type and length."""
    response = Site().fail(error)

    assert response.headers[header] == value
    assert response.headers.getlist("Content-Type") == [PROBLEM]
    assert response.headers.getlist("Content-Length") == [str(len(response.data))]


def test_head_has_the_head_of_get() -> None:
    """The answer to HEAD has the head of the answer to GET, and no body."""
    site = Site()
    head = site.fail(NotFound(), method="HEAD")

    assert head.data == b""
    assert list(head.headers) == list(site.fail(NotFound()).headers)


def test_a_redirect_of_routing_leads_on() -> None:
    """Routing's redirect keeps its target, once, and is a problem like the rest."""
    response = Site().fail(NotFound(), "/folder?a=1&b=2")

    assert (response.status_code, response.content_type) == (308, PROBLEM)
    assert [url.endswith("/folder/?a=1&b=2") for url in response.headers.getlist("Location")] == [
        True
    ]


class Described(NotFound):
    """An error that makes its own description, in HTML."""

    def get_description(self, *args: Any, **kwargs: Any) -> str:
        return "<p>No <b>such</b> &amp; thing</p>"


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (Described(), "No such & thing"),
        (BadRequest(Markup("Read <a href='/help'>the &amp; help</a>.")), "Read the & help."),
        (BadRequest("a\ud800b"), "a?b"),
    ],
    ids=["own description", "markup", "half a character"],
)
def test_a_detail_is_plain_text(error: HTTPException, detail: str) -> None:
    """HTML becomes text, and what cannot be written as UTF-8 is replaced."""
    assert json.loads(Site().fail(error).data)["detail"] == detail


class Custom(NotFound):
    """An error that makes its own body and headers."""

    def get_body(self, *args: Any, **kwargs: Any) -> str:
        return "<p>own</p>"

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
        return [("Content-Type", "text/x-own"), ("X-Own", "1")]


def test_an_own_body_is_kept() -> None:
    """A class of errors that makes its own body keeps it, with its type."""
    response = Site().fail(Custom())

    assert (response.status_code, response.text, response.headers["X-Own"]) == (
        404,
        "<p>own</p>",
        "1",
    )


def test_an_own_response_class_is_used() -> None:
    """Error responses are of the application's class, whose constructor runs."""

    class Own(Response):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.headers["X-Own"] = "1"

    site = Site()
    site.app.response_class = Own

    assert site.fail(NotFound()).headers["X-Own"] == "1"


def test_the_provider_keeps_the_contract() -> None:
    """The checkers prove that the provider has what the slot asks for."""
    provider: ErrorsProvider = ProblemErrors()

    assert provider
