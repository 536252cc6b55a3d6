"""Whatever a cookie holds, the answer is a page with an empty session."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import TimestampSigner
from itsdangerous.encoding import base64_encode
from werkzeug.test import create_environ, run_wsgi_app

from tests.plugins.sessions.site import KEY, Site

NOW = int(time.time())
SITE = Site()
TOKEN = SITE.signed({"user": "joe"}, NOW)


def _answer(header: str) -> str:
    """Answer a request whose field Cookie has any characters at all."""
    SITE.action = dict
    environ = create_environ()
    environ["HTTP_COOKIE"] = header
    _, status, _ = run_wsgi_app(SITE.app, environ)
    return status


def _signed(content: bytes) -> str:
    signer = TimestampSigner(KEY, salt="cookie-session", key_derivation="hmac")
    return signer.sign(content).decode("latin-1")


@given(st.binary())
def test_any_bytes_are_an_empty_session(content: bytes) -> None:
    """Any bytes as the cookie's value give an empty session."""
    assert _answer("session=" + content.decode("latin-1")) == "200 OK"
    assert SITE.seen == {}


@given(st.binary())
def test_any_bytes_are_a_cookie_header(content: bytes) -> None:
    """Any bytes as the whole field give an empty session."""
    assert _answer(content.decode("latin-1")) == "200 OK"
    assert SITE.seen == {}


@given(st.text())
def test_any_text_is_an_empty_session(content: str) -> None:
    """Text that no server would pass on gives an empty session too."""
    assert _answer(f'"; session={content}') == "200 OK"
    assert SITE.seen == {}


def test_half_a_character_is_an_empty_session() -> None:
    """A quoted value with half of a surrogate pair, from another gateway, is no error."""
    assert _answer('session="\ud800"') == "200 OK"
    assert SITE.seen == {}


@pytest.mark.item("A8.8")
@given(st.integers(0, len(TOKEN)), st.integers(0, 3), st.text("abyz019-_.=", max_size=3))
def test_an_edited_token_is_an_empty_session(place: int, length: int, other: str) -> None:
    """A token in which something was replaced, added or left out gives an empty session."""
    edited = TOKEN[:place] + other + TOKEN[place + length :]

    assert _answer(f"session={edited}") == "200 OK"
    assert SITE.seen == ({"user": "joe"} if edited == TOKEN else {})


@given(st.binary())
def test_signed_bytes_are_an_empty_session(content: bytes) -> None:
    """Even signed bytes that are no session give an empty session."""
    assert _answer(f"session={_signed(content)}") == "200 OK"
    assert SITE.seen == {}


@pytest.mark.parametrize(
    "values",
    [None, True, 1, 1.5, "text", [], [1], (1,), b"bytes"],
    ids=repr,
)
def test_a_signed_value_that_is_no_session_is_empty(values: object) -> None:
    """A signed value of another kind than a session gives an empty session."""
    assert SITE.read(SITE.signed(values, NOW)) == {}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":{" u":5}}', id="uuid"),
        pytest.param('{"a":{" b":[]}}', id="bytes"),
        pytest.param('{"a":{" d":"yesterday"}}', id="date"),
        pytest.param('{"a":{" t":1}}', id="tuple"),
        pytest.param('{"a":{" di":{}}}', id="dict"),
        pytest.param('{"a":{" m":{}}', id="cut-off"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"a":' + "9" * 5000 + "}", id="long-number"),
    ],
)
def test_a_signed_text_that_means_nothing_is_empty(text: str) -> None:
    """A signed text with a tag whose content is no such value gives an empty session."""
    assert SITE.read(_signed(base64_encode(text))) == {}
