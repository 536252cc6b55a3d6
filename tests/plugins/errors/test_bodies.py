"""What error responses say, and what they never say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from markupsafe import Markup
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    RequestedRangeNotSatisfiable,
    ServiceUnavailable,
    TooManyRequests,
    Unauthorized,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard_hookspecs import Response
from tests.plugins.errors.site import Site

JSON = "application/json"
HTML = "text/html"
TEXT = "text/plain"
SCRIPT = "<script>alert('no')</script>"


def test_a_page_says_what_happened() -> None:
    """A page has the code, the status' name and the description."""
    response = Site().fail(Forbidden("Members only."), HTML)

    assert response.status_code == 403
    assert response.text.startswith("<!doctype html>\n")
    assert "<title>403 Forbidden</title>" in response.text
    assert "<h1>Forbidden</h1>" in response.text
    assert "Members only." in response.text


def test_a_problem_says_what_happened() -> None:
    """A problem has the members of RFC 9457; its instance is the path without the query."""
    response = Site().fail(
        Forbidden("Members only."), JSON, base_url="http://localhost/app", query_string="key=secret"
    )

    assert response.content_type == "application/problem+json"
    assert json.loads(response.data) == {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "detail": "Members only.",
        "instance": "/app/",
    }


def test_a_text_says_what_happened() -> None:
    """A text has the code, the status' name and the description."""
    response = Site().fail(Forbidden("Members only."), TEXT)

    assert response.text == "403 Forbidden\n\nMembers only.\n"


class Teapot(HTTPException):
    code = 418


@pytest.mark.parametrize(
    ("accept", "body"),
    [
        pytest.param(TEXT, "418 I'm a teapot\n", id="text"),
        pytest.param(
            JSON,
            '{"type":"about:blank","title":"I\'m a teapot","status":418,"instance":"/"}',
            id="problem",
        ),
    ],
)
def test_no_description_is_left_out(accept: str, body: str) -> None:
    """An error without a description has the status only."""
    assert Site().fail(Teapot(), accept).text == body


@pytest.mark.parametrize(
    ("path", "instance"),
    [
        ("/a%20b/%C3%BC", "/a%20b/%C3%BC"),
        ("/a%22b%5C%3Cc%3E", "/a%22b%5C%3Cc%3E"),
        ("/%FF", "/%EF%BF%BD"),
        ("/a;b=c,d@e", "/a;b=c,d@e"),
    ],
)
def test_the_instance_is_a_url(path: str, instance: str) -> None:
    """The instance of a problem is a URL reference (RFC 3986), whatever the path holds."""
    assert json.loads(Site().get(path, JSON).data)["instance"] == instance


def test_a_page_escapes() -> None:
    """Whatever a description holds, a page shows it as text."""
    response = Site().fail(BadRequest(f"No {SCRIPT}\nhere"), HTML)

    assert SCRIPT not in response.text
    assert "No &lt;script&gt;alert(&#39;no&#39;)&lt;/script&gt;\nhere" in response.text


@pytest.mark.parametrize("accept", [JSON, TEXT])
def test_what_is_no_page_does_not_escape(accept: str) -> None:
    """In JSON and plain text the description stands as it is."""
    response = Site().fail(BadRequest(SCRIPT), accept)

    text = json.loads(response.data)["detail"] if accept == JSON else response.text
    assert SCRIPT in text


def test_markup_stays_markup() -> None:
    """A description that the application marked as HTML is HTML in a page, and text elsewhere."""
    error = BadRequest(Markup("Read <a href='/help'>the &amp; help</a>."))
    site = Site()

    assert "Read <a href='/help'>the &amp; help</a>." in site.fail(error, HTML).text
    assert "Read the & help." in site.fail(error, TEXT).text
    assert json.loads(site.fail(error, JSON).data)["detail"] == "Read the & help."


class Plain(BadRequest):
    description = "<b>"


class Marked(BadRequest):
    description = Markup("<b>")


def test_kept_bodies_tell_text_from_markup() -> None:
    """Two classes with the same description, once as text, do not share a body."""
    site = Site()

    assert "<b>" in site.fail(Marked(), HTML).text
    assert "<b>" not in site.fail(Plain(), HTML).text
    assert "<b>" in site.fail(Marked(), HTML).text


def test_half_a_character_is_replaced() -> None:
    """A description that cannot be written as UTF-8 is no error."""
    assert Site().fail(BadRequest("a\ud800b"), TEXT).text == "400 Bad Request\n\na?b\n"


@pytest.mark.parametrize("accept", [HTML, JSON, TEXT])
@pytest.mark.parametrize(
    "error",
    [
        pytest.param(LookupError("the password is 1234"), id="exception"),
        pytest.param(InternalServerError("the password is 1234"), id="abort"),
        pytest.param(HTTPException("the password is 1234"), id="without-code"),
    ],
)
def test_a_500_says_nothing(error: Exception, accept: str) -> None:
    """The answer to a failure inside does not tell what failed."""
    response = Site().fail(error, accept)

    assert response.status_code == 500
    assert "1234" not in response.text
    assert "LookupError" not in response.text
    assert "unable to complete your request" in response.text


def test_a_500_names_the_exception_to_a_developer() -> None:
    """In debug mode the answer names the type of the exception, and nothing else of it."""
    site = Site(DEBUG=True, PROPAGATE_EXCEPTIONS=False)

    response = site.fail(LookupError("the password is 1234"), TEXT)

    assert "LookupError was raised; the log has the traceback." in response.text
    assert "1234" not in response.text


@pytest.mark.parametrize(
    ("error", "header", "value"),
    [
        pytest.param(MethodNotAllowed(["GET", "PUT"]), "Allow", "GET, PUT", id="allow"),
        pytest.param(
            Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "x"})),
            "WWW-Authenticate",
            "Basic realm=x",
            id="authenticate",
        ),
        pytest.param(ServiceUnavailable(retry_after=5), "Retry-After", "5", id="unavailable"),
        pytest.param(TooManyRequests(retry_after=7), "Retry-After", "7", id="too-many"),
        pytest.param(
            RequestedRangeNotSatisfiable(9), "Content-Range", "bytes */9", id="content-range"
        ),
    ],
)
@pytest.mark.parametrize("accept", [HTML, JSON, TEXT])
def test_headers_of_the_error_are_kept(
    error: HTTPException, header: str, value: str, accept: str
) -> None:
    """What an error says in headers is sent, with the body's own type and length."""
    response = Site().fail(error, accept)

    assert response.headers[header] == value
    assert len(response.headers.getlist("Content-Type")) == 1
    assert response.headers.getlist("Content-Length") == [str(len(response.data))]


@pytest.mark.parametrize("accept", [None, HTML, JSON, TEXT])
def test_bodies_vary_by_accept(accept: str | None) -> None:
    """Caches are told that another client may get another kind of body."""
    assert Site().fail(NotFound(), accept).headers.getlist("Vary") == ["Accept"]


@pytest.mark.parametrize("accept", [HTML, JSON, TEXT])
def test_head_has_the_head_of_get(accept: str) -> None:
    """The answer to HEAD has the head of the answer to GET, and no body."""
    site = Site()
    head = site.get("/nowhere", accept, method="HEAD")

    assert head.data == b""
    assert list(head.headers) == list(site.get("/nowhere", accept).headers)


def test_a_redirect_of_routing_leads_on() -> None:
    """Routing's redirect keeps its target; the page has a link, and nothing to negotiate."""
    response = Site().get("/folder?a=1&b=2", JSON)

    assert response.status_code == 308
    assert response.headers["Location"].endswith("/folder/?a=1&b=2")
    assert response.content_type == "text/html; charset=utf-8"
    assert '/folder/?a=1&amp;b=2"' in response.text
    assert "Vary" not in response.headers


def test_a_redirect_escapes() -> None:
    """The target of a redirect is escaped in its page."""
    response = Site().get('/folder?%3Cscript%3E&"><script>', HTML)

    assert "<script>" not in response.text


class Custom(NotFound):
    """An error that makes its own body and headers."""

    def get_body(self, *args: Any, **kwargs: Any) -> str:
        return "<p>own</p>"

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
        return [("Content-Type", "text/x-own"), ("X-Own", "1")]


class Described(NotFound):
    """An error that makes its own description."""

    def get_description(self, *args: Any, **kwargs: Any) -> str:
        return "<p>No <b>such</b> thing</p>"


def test_an_own_body_is_kept() -> None:
    """A class of errors that makes its own body keeps it, with its type."""
    response = Site().fail(Custom(), JSON)

    assert (response.status_code, response.text) == (404, "<p>own</p>")
    assert response.content_type.startswith("text/x-own")
    assert response.headers["X-Own"] == "1"


@pytest.mark.parametrize(
    ("accept", "text"), [(HTML, "<p>No <b>such</b> thing</p>"), (TEXT, "No such thing")]
)
def test_an_own_description_is_kept(accept: str, text: str) -> None:
    """A class of errors that makes its own description as HTML keeps it."""
    assert text in Site().fail(Described(), accept).text


@pytest.mark.parametrize("kind", [Response, WerkzeugResponse])
def test_a_finished_response_is_sent(kind: type[WerkzeugResponse]) -> None:
    """An error that brings a response is answered with it, whatever the client accepts."""
    response = Site().fail(NotFound(response=kind("done", 410)), JSON)

    assert (response.status_code, response.text) == (410, "done")


def test_an_own_response_class_is_used() -> None:
    """Error responses are of the application's class, whose constructor runs."""

    class Own(Response):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.headers["X-Own"] = "1"

    site = Site()
    site.app.response_class = Own

    response = site.fail(NotFound(), JSON)

    assert response.headers["X-Own"] == "1"
    assert json.loads(response.data)["status"] == 404
    assert response.content_type == "application/problem+json"


class OutOfCredit(Forbidden):
    """An error with members of its own."""

    problem = {"type": "https://shop.example/out-of-credit", "balance": 30, "status": 1}  # noqa: RUF012 - as an application writes it


def test_a_problem_has_the_members_of_its_error() -> None:
    """What an error brings goes before the usual members, but for the status."""
    response = Site().fail(OutOfCredit("It costs 50."), JSON)

    assert json.loads(response.data) == {
        "type": "https://shop.example/out-of-credit",
        "title": "Forbidden",
        "status": 403,
        "detail": "It costs 50.",
        "instance": "/",
        "balance": 30,
    }
