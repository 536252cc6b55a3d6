"""Which kind of body a client gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound

from pegboard_errors.negotiation import Kind, preferred_kind
from tests.plugins.errors.site import Site

TYPES: dict[Kind, str] = {
    "html": "text/html; charset=utf-8",
    "problem": "application/problem+json",
    "text": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        pytest.param("", "html", id="nothing"),
        pytest.param("*/*", "html", id="anything"),
        pytest.param(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html", id="browser"
        ),
        pytest.param("application/json", "problem", id="json"),
        pytest.param("application/problem+json", "problem", id="problem"),
        pytest.param("application/vnd.api+json", "problem", id="kind-of-json"),
        pytest.param("application/json, text/plain, */*", "problem", id="axios"),
        pytest.param("application/json;q=0.5, */*", "html", id="json-if-need-be"),
        pytest.param("application/json, */*;q=0.5", "problem", id="rather-json"),
        pytest.param("application/*", "problem", id="range-with-json"),
        pytest.param("text/plain", "text", id="text"),
        pytest.param("text/*", "html", id="range-with-html"),
        pytest.param("text/plain, text/html;q=0.9", "text", id="rather-text"),
        pytest.param("text/plain, text/html", "text", id="first-named"),
        pytest.param("text/html;q=0.5, text/*", "text", id="narrow-before-wide"),
        pytest.param("text/html;q=0, */*", "problem", id="no-html"),
        pytest.param("text/html;q=0, application/*;q=0, */*", "text", id="neither-html-nor-json"),
        pytest.param("TEXT/PLAIN", "text", id="upper-case"),
        pytest.param("application/json; charset=utf-8", "problem", id="parameter"),
        pytest.param("image/avif,image/webp", "html", id="only-pictures"),
        pytest.param("*/*;q=0", "html", id="nothing-at-all"),
        pytest.param("text/plain;q=2, rubbish;;, =", "html", id="malformed"),
    ],
)
def test_the_client_chooses(accept: str, kind: Kind) -> None:
    """The kind is what Accept prefers: by quality, then what is named, then what comes first."""
    assert Site().fail(NotFound(), accept).content_type == TYPES[kind]


def test_a_client_may_choose_nothing() -> None:
    """Without the field Accept the body is a page, as in a browser."""
    assert Site().fail(NotFound()).content_type == TYPES["html"]


@pytest.mark.parametrize(
    ("accept", "sent", "kind"),
    [
        pytest.param("*/*", "application/json", "problem", id="anything"),
        pytest.param("", "application/json", "problem", id="nothing"),
        pytest.param("*/*", "application/ld+json; charset=utf-8", "problem", id="kind-of-json"),
        pytest.param("text/html, */*;q=0.1", "application/json", "html", id="rather-html"),
        pytest.param("*/*", "application/x-www-form-urlencoded", "html", id="form"),
    ],
)
def test_who_sends_json_gets_json(accept: str, sent: str, kind: Kind) -> None:
    """Where Accept leaves the choice, a request with a JSON body is answered with JSON."""
    response = Site().fail(NotFound(), accept, method="POST", data="{}", content_type=sent)

    assert response.content_type == TYPES[kind]


def test_a_request_without_a_body_sends_no_json() -> None:
    """The type of a body that GET does not have decides nothing."""
    response = Site().fail(NotFound(), "*/*", headers={"Content-Type": "application/json"})

    assert response.content_type == TYPES["html"]


def test_a_long_field_is_read_too() -> None:
    """A value of Accept too long to be remembered is understood all the same."""
    accept = ", ".join(["image/png"] * 100) + ", text/plain"

    assert Site().fail(NotFound(), accept).content_type == TYPES["text"]


@given(st.text(), st.booleans())
def test_any_field_has_an_answer(accept: str, speaks_json: bool) -> None:
    """Whatever Accept holds, there is a kind for it."""
    assert preferred_kind(accept, speaks_json) in TYPES
