"""Redirects of routing, and the bodies that they would lose."""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar

import pytest
from werkzeug.routing import RequestRedirect

from pegboard import Pegboard, Request, hookimpl
from pegboard_hookspecs.errors import BodyLostError


class Found(RequestRedirect):
    """A redirect that browsers follow without the body."""

    code: ClassVar[int] = 302  # type: ignore[misc]  # werkzeug's is no class variable


class Elsewhere:
    """A plugin in the place of routing, which redirects everything."""

    def __init__(self, kind: type[RequestRedirect]) -> None:
        self.kind = kind

    @hookimpl(wrapper=True)
    def preprocess(self, request: Request) -> Generator[None, object, object]:
        request.routing_exception = self.kind("http://localhost/canonical")
        return (yield)


def _app(kind: type[RequestRedirect], *, debug: bool) -> Pegboard:
    app = Pegboard(__name__, static_folder=None, plugins={"app:elsewhere": Elsewhere(kind)})
    app.debug = debug
    return app


def test_a_lost_body_is_told_in_debug_mode() -> None:
    """The error names the URL that was asked, and the one to ask at once."""
    client = _app(Found, debug=True).test_client()
    with pytest.raises(BodyLostError) as caught:
        client.post("/x", data={"a": "b"})

    assert isinstance(caught.value, AssertionError)
    assert "'http://localhost/x'" in str(caught.value)
    assert "canonical URL 'http://localhost/canonical'" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "method", "debug", "code"),
    [
        pytest.param(Found, "POST", False, 302, id="without debug mode"),
        pytest.param(Found, "GET", True, 302, id="without a body"),
        pytest.param(RequestRedirect, "POST", True, 308, id="keeps the body"),
    ],
)
def test_other_redirects_are_sent(
    kind: type[RequestRedirect], method: str, debug: bool, code: int
) -> None:
    """A redirect that loses nothing, or that visitors get, is a redirect."""
    answer = _app(kind, debug=debug).test_client().open("/x", method=method)

    assert (answer.status_code, answer.location) == (code, "http://localhost/canonical")
