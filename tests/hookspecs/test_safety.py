"""The one place where a response head is checked (RFC 9110, section 5; RFC 6265, section 4.1)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegboard_hookspecs.errors import UnsafeHeaderError
from pegboard_hookspecs.safety import check_cookie_part, check_headers, check_status

CONTROLS = [chr(code) for code in (*range(32), 127)]
LATIN_1 = st.characters(min_codepoint=32, max_codepoint=255).filter(
    lambda character: not "\x7f" <= character < "\xa0"
)


@pytest.mark.parametrize("name", ["X", "Content-Type", "x-1", "!#$%&'*+-.^_`|~09azAZ"])
def test_a_token_is_a_name(name: str) -> None:
    """All characters of a token may stand in a header's name (RFC 9110, section 5.6.2)."""
    check_headers([(name, "value")])


@pytest.mark.parametrize(
    "name",
    ["", "a b", "a:b", "a\r\nb", "a\nb", "a\0b", "ä", "(a)", "a,b", "a/b", 'a"', "a\n", 5, None],
    ids=ascii,
)
def test_anything_else_is_no_name(name: Any) -> None:
    """A name that is no token would break the message, and is refused."""
    with pytest.raises(UnsafeHeaderError, match="header name"):
        check_headers([(name, "value")])


@given(st.text(LATIN_1))
def test_printable_latin_1_is_a_value(value: str) -> None:
    """A value may have every printable character of latin-1."""
    check_headers([("X", value)])


def test_a_tab_may_stand_in_a_value() -> None:
    """The tab is the one control character that values may have."""
    check_headers([("X", "a\tb")])


@pytest.mark.parametrize("control", [c for c in CONTROLS if c != "\t"], ids=ascii)
@pytest.mark.parametrize("value", ["{}", "a{}", "{}b", "a{}b: c"])
def test_a_control_character_is_refused(control: str, value: str) -> None:
    """No control character, wherever it stands in a value, reaches the wire."""
    with pytest.raises(UnsafeHeaderError, match="value of the header 'X'"):
        check_headers([("X", value.format(control))])


@pytest.mark.parametrize("value", ["\x80", "\x9f", "€", "漢", "\ud800", 5, None, b"x"], ids=ascii)
def test_what_is_not_latin_1_text_is_refused(value: Any) -> None:
    """A value that cannot be sent as latin-1 text is refused."""
    with pytest.raises(UnsafeHeaderError, match="encode what is not latin-1"):
        check_headers([("X", value)])


def test_every_header_is_checked() -> None:
    """One bad header among good ones is found."""
    with pytest.raises(UnsafeHeaderError, match="'Bad'"):
        check_headers([("Good", "1"), ("Bad", "2\n"), ("Good", "3")])


def test_a_message_quotes_only_the_beginning_of_a_long_value() -> None:
    """A refused value is quoted, escaped, and cut."""
    with pytest.raises(UnsafeHeaderError) as caught:
        check_headers([("X", "\n" + "a" * 10_000)])

    assert r"'\naaa" in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("status", ["200 OK", "100 Continue", "599 Odd", "404 ", "200 schön\t!"])
def test_a_code_and_a_reason_are_a_status(status: str) -> None:
    """Three digits from 100 to 599, a space, and any plain reason make a status line."""
    check_status(status)


@pytest.mark.parametrize(
    "status",
    [
        "",
        "200",
        "0 abc",
        "99 UNKNOWN",
        "600 X",
        "999 X",
        "1000 X",
        "20 X",
        "200 OK\r\nX: 1",
        "200 OK\n",
        "200 \0",
        "200 €",
        "٢٠٠ OK",
        " 200 OK",
        "-20 X",
    ],
    ids=ascii,
)
def test_anything_else_is_no_status(status: str) -> None:
    """A status that would break the message, or says no code, is refused."""
    with pytest.raises(UnsafeHeaderError, match="status"):
        check_status(status)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("name", "session"),
        ("name", "__Host-id"),
        ("path", "/"),
        ("path", "/käse/%20"),
        ("path", None),
        ("domain", "example.org"),
        ("domain", ""),
        ("expires", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("expires", None),
    ],
)
def test_a_plain_part_of_a_cookie_passes(part: str, value: str | None) -> None:
    """What cannot start another attribute, or is left out, may stand in a cookie."""
    check_cookie_part(part, value)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("name", ""),
        ("name", "a=b"),
        ("name", "a; Domain=evil.example"),
        ("name", "a\r\nSet-Cookie: b"),
        ("name", "ä"),
        ("path", "/; HttpOnly"),
        ("path", "/\r\n"),
        ("path", "/\0"),
        ("domain", "a.example; Path=/"),
        ("domain", "a\x7f"),
        # Converted to a domain's ASCII form, it would be a semicolon.
        ("domain", "a.example；Path=x"),  # noqa: RUF001 - the look-alike is the point
        ("expires", "never; Secure"),
        ("expires", "\n"),
    ],
    ids=ascii,
)
def test_a_part_that_would_start_another_attribute_is_refused(part: str, value: str) -> None:
    """No part of a cookie can bring a semicolon or a control character into it."""
    with pytest.raises(UnsafeHeaderError, match=f"{part} of a cookie"):
        check_cookie_part(part, value)
