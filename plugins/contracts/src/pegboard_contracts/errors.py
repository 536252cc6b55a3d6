"""The suite of the slot ``errors``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    ImATeapot,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    RequestedRangeNotSatisfiable,
    ServiceUnavailable,
    TooManyRequests,
    Unauthorized,
    UnsupportedMediaType,
)
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from pegboard import Pegboard, Response, abort
from pegboard_contracts.contract import Contract, ask
from pegboard_hookspecs import Request, hookimpl

__all__ = ["ErrorsContract"]

_SCRIPT = "<script>alert('x')</script>"
_SECRET = "the-password-of-the-database"
_ACCEPTED = [
    None,
    "*/*",
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "application/json",
    "application/problem+json",
    "text/plain",
    "image/png",
    "a malformed, field;;;q=zero",
    "",
]
_TYPES = [
    BadRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    UnsupportedMediaType,
    ImATeapot,
    TooManyRequests,
    InternalServerError,
    ServiceUnavailable,
]
_CHALLENGES = [
    WWWAuthenticate("basic", {"realm": "site"}),
    WWWAuthenticate("digest", {"realm": "site", "nonce": "n"}),
]


class _Raises:
    """A view that raises an error, made anew for each request."""

    def __init__(self, kind: Callable[..., Exception], *args: Any, **options: Any) -> None:
        self.make = partial(kind, *args, **options)

    def __call__(self, _: Request) -> object:
        raise self.make()


def _ask(app: Pegboard, accept: str | None, path: str = "/", method: str = "GET") -> TestResponse:
    headers = {} if accept is None else {"Accept": accept}
    return ask(app, path, method, headers=headers)


def _is_page(response: TestResponse) -> bool:
    return "html" in str(response.mimetype)


def _shown(response: TestResponse) -> str:
    """Give what the body says: of a page its source, of JSON the texts that are in it."""
    if str(response.mimetype).endswith("json"):
        return str(json.loads(response.get_data()))
    return response.text


class ErrorsContract(Contract):
    """What every provider of the slot ``errors`` does."""

    slot = "errors"

    @pytest.mark.parametrize("kind", _TYPES, ids=lambda kind: str(kind.code))
    def test_the_status_is_the_error_s(self, kind: type[HTTPException]) -> None:
        """The answer has the status of the error, whatever the client accepts."""
        app = self.make_app(view=_Raises(kind))

        assert {_ask(app, accept).status_code for accept in _ACCEPTED} == {kind.code}

    def test_the_body_is_of_its_type(self) -> None:
        """The answer says what its body is, and how long; a body that is said to be JSON is."""
        for response in self._answers(_Raises(NotFound, "No naïve café €.")):
            assert response.mimetype
            assert response.headers["Content-Length"] == str(len(response.get_data()))
            assert _shown(response)

    @pytest.mark.parametrize(
        ("view", "name", "values"),
        [
            (_Raises(MethodNotAllowed, ["GET", "PUT"]), "Allow", ["GET, PUT"]),
            (_Raises(RequestRedirect, "http://localhost/a/"), "Location", ["http://localhost/a/"]),
            (_Raises(TooManyRequests, retry_after=120), "Retry-After", ["120"]),
            (_Raises(ServiceUnavailable, retry_after=60), "Retry-After", ["60"]),
            (
                _Raises(Unauthorized, www_authenticate=_CHALLENGES),
                "WWW-Authenticate",
                [each.to_header() for each in _CHALLENGES],
            ),
            (_Raises(RequestedRangeNotSatisfiable, 10), "Content-Range", ["bytes */10"]),
        ],
        ids=["405", "308", "429", "503", "401", "416"],
    )
    @pytest.mark.parametrize("accept", ["text/html", "application/json", "text/plain"])
    def test_headers_are_kept(
        self, view: _Raises, name: str, values: list[str], accept: str
    ) -> None:
        """The header fields that the error brings are in the answer, each as often."""
        response = _ask(self.make_app(view=view), accept)

        assert response.status_code == getattr(view.make(), "code", None)
        assert response.headers.getlist(name) == values

    def test_the_type_is_the_body_s_only(self) -> None:
        """The answer has one type and one length, though the error brings a type as well."""
        for response in self._answers(_Raises(NotFound)):
            assert len(response.headers.getlist("Content-Type")) == 1
            assert len(response.headers.getlist("Content-Length")) == 1

    def test_descriptions_are_escaped(self) -> None:
        """A description, which may quote the request, never becomes markup."""
        for response in self._answers(_Raises(BadRequest, f"No {_SCRIPT}.")):
            assert not _is_page(response) or "<script" not in response.text

    def test_paths_are_escaped(self) -> None:
        """A path that is in the body never becomes markup."""
        for response in self._answers(_Raises(NotFound), f"/{_SCRIPT}?q={_SCRIPT}"):
            assert response.status_code == 404
            assert not _is_page(response) or "<script>alert" not in response.text

    @pytest.mark.parametrize("accept", ["text/html", "application/json"])
    def test_targets_are_escaped(self, accept: str) -> None:
        """The target of a redirect, which may quote the request, never becomes markup."""
        target = 'http://localhost/"><script>alert(1)</script>/'
        response = _ask(self.make_app(view=_Raises(RequestRedirect, target)), accept)

        assert not _is_page(response) or "<script>alert" not in response.text

    def test_a_500_shows_no_detail(self) -> None:
        """Of an exception that nobody handled neither message nor type gets into the answer."""
        for response in self._answers(_Raises(LookupError, _SECRET)):
            assert response.status_code == 500
            assert _SECRET not in response.text
            assert "LookupError" not in response.text

    def test_a_500_shows_no_description(self) -> None:
        """A 500 that says in its description what is wrong keeps that to itself."""
        for response in self._answers(_Raises(InternalServerError, _SECRET)):
            assert response.status_code == 500
            assert _SECRET not in response.text

    def test_an_error_may_have_no_description(self) -> None:
        """An error of an application's own, of any code and with nothing to say, is rendered."""

        class Odd(HTTPException):
            code = 444

        assert {response.status_code for response in self._answers(_Raises(Odd))} == {444}

    def test_each_answer_is_a_response_of_its_own(self) -> None:
        """What a plugin does to the answer of one request is not in that of another."""

        class Marks:
            @hookimpl
            def process_response(self, request: Request, response: Response) -> None:
                if request.path == "/first":
                    response.headers["X-Marked"] = "yes"
                    response.set_data("changed")

        app = self.make_app(view=_Raises(NotFound), plugins={"app:marks": Marks})
        first, second = ask(app, "/first"), ask(app, "/second")

        assert (first.headers.get("X-Marked"), first.text) == ("yes", "changed")
        assert "X-Marked" not in second.headers
        assert second.text != "changed"

    def test_a_choice_by_the_request_is_named(self) -> None:
        """Where bodies differ by what the client accepts, the answers vary by that field."""
        app = self.make_app(view=_Raises(NotFound))
        answers = [_ask(app, accept) for accept in ("text/html", "application/json", "text/plain")]
        is_chosen = len({answer.mimetype for answer in answers}) > 1

        assert not is_chosen or all("accept" in answer.vary for answer in answers)

    def test_fields_are_not_mixed_up(self) -> None:
        """Fields of one error are not in the answer to the next of its kind."""
        waits = iter([30, None])

        def view(_: Request) -> object:
            raise ServiceUnavailable(retry_after=next(waits))

        app = self.make_app(view=view)
        first, second = ask(app), ask(app)

        assert first.headers["Retry-After"] == "30"
        assert "Retry-After" not in second.headers

    def test_descriptions_are_not_mixed_up(self) -> None:
        """The answer to one request never says what was said to another."""
        words = iter(["first-word", "second-word"])

        def view(_: Request) -> object:
            raise Forbidden(next(words))

        app = self.make_app(view=view)
        answers = [_shown(ask(app)), _shown(ask(app))]

        assert "second-word" not in answers[0]
        assert "first-word" not in answers[1]

    def test_head_has_the_head_of_get(self) -> None:
        """The answer to HEAD is that to GET without its body."""
        app = self.make_app(view=_Raises(NotFound))
        for accept in _ACCEPTED:
            got, asked = _ask(app, accept), _ask(app, accept, method="HEAD")

            assert asked.headers == got.headers
            assert asked.get_data() == b""

    def test_a_problem_has_the_error_s_members(self) -> None:
        """A body that is a problem has the members that the error brings (RFC 9457)."""

        class OutOfCredit(Forbidden):
            problem = {"type": "https://example.com/credit", "balance": 30}  # noqa: RUF012

        for response in self._answers(_Raises(OutOfCredit)):
            if response.mimetype == "application/problem+json":
                problem = json.loads(response.get_data())

                assert (problem["type"], problem["balance"]) == ("https://example.com/credit", 30)
                assert problem["status"] == 403

    def test_a_finished_response_is_sent(self) -> None:
        """An error that carries a response is not rendered."""
        app = self.make_app(view=lambda _: abort(Response("mine", 418)))

        response = ask(app)

        assert (response.status_code, response.text) == (418, "mine")

    def _answers(self, view: _Raises, path: str = "/") -> Iterator[TestResponse]:
        """Give the answers to clients that accept one thing or another."""
        app = self.make_app(view=view)
        return (_ask(app, accept, path) for accept in _ACCEPTED)
