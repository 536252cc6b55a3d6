"""Forms: what is one, and what is refused."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from pegboard_hookspecs import Request
from pegboard_hookspecs.forms import FormParser, split_fields

FIELDS = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
HEAD = b'--b\r\nContent-Disposition: form-data; name="a"\r\n'
FORM = HEAD + b"\r\n1\r\n--b--"


def _request(body: bytes, kind: str) -> Request:
    headers = Headers({"Content-Type": kind, "Content-Length": str(len(body))})
    return Request(method="POST", headers=headers, body=body)


@pytest.mark.parametrize(
    ("body", "kind", "fields"),
    [
        (b"a=1&b=%C3%A4&a=2", FIELDS, [("a", "1"), ("a", "2"), ("b", "ä")]),
        (FORM + b"\r\n", PARTS, [("a", "1")]),
        (FORM, PARTS, [("a", "1")]),
        (b"--b--\r\n", PARTS, []),
        (b"preamble\r\n--b--\r\nepilogue", PARTS, []),
    ],
)
def test_a_form_is_read(body: bytes, kind: str, fields: list[tuple[str, str]]) -> None:
    """The fields of both kinds of form are read, with all values of a name."""
    assert list(_request(body, kind).form.items(multi=True)) == fields


@pytest.mark.parametrize("kind", [FIELDS, PARTS, "multipart/form-data"])
def test_an_empty_body_is_an_empty_form(kind: str) -> None:
    """Clients may declare a type and send nothing."""
    assert not _request(b"", kind).form


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(HEAD + b"\r\n1\r\n", PARTS, id="no end"),
        pytest.param(HEAD + b"\r\n1\r\n--b\r\n", PARTS, id="an end that opens a part"),
        pytest.param(HEAD, PARTS, id="a head without an end"),
        pytest.param(b"words", PARTS, id="no part"),
        pytest.param(FORM, PARTS.replace("=b", "=c"), id="another boundary"),
        pytest.param(FORM, "multipart/form-data", id="no boundary"),
        pytest.param(FORM, "multipart/form-data; boundary=", id="an empty boundary"),
        pytest.param(b"--b\r\nX: y\r\n\r\n1\r\n--b--", PARTS, id="no disposition"),
        pytest.param(HEAD.replace(b"name", b"game") + b"\r\n1\r\n--b--", PARTS, id="no name"),
        pytest.param(
            HEAD.replace(b"name", b"filename") + b"\r\n1\r\n--b--",
            PARTS,
            id="a file of no name",
        ),
        pytest.param(HEAD + b"X: \xff\r\n\r\n1\r\n--b--", PARTS, id="a head that is no UTF-8"),
        pytest.param(b"a=\xff", FIELDS, id="no UTF-8"),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, kind: str) -> None:
    """A body that is not what it says it is is a 400, and is not taken for an empty form."""
    request = _request(body, kind)

    with pytest.raises(BadRequest, match="body is no valid"):
        _ = request.form


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"a=1&a=2&b=3", FIELDS), ((HEAD + b"\r\n1\r\n") * 3 + b"--b--", PARTS)],
    ids=["fields", "parts"],
)
def test_a_form_has_only_so_many_fields(body: bytes, kind: str) -> None:
    """One field more than the limit is a 413, in both kinds of form."""
    allowed, refused = _request(body, kind), _request(body, kind)
    allowed.max_form_parts, refused.max_form_parts = 3, 2

    assert len(list(allowed.form.items(multi=True))) == 3
    with pytest.raises(RequestEntityTooLarge):
        _ = refused.form


@given(st.text(st.sampled_from("ab=&+%4C3A;ä "), max_size=20))
def test_fields_are_split_as_the_standard_library_does(text: str) -> None:
    """Where nothing is encoded it is quicker, and otherwise the same."""
    fields = parse_qsl(text, keep_blank_values=True, errors="werkzeug.url_quote")

    assert split_fields(text) == fields


def test_a_parser_of_ones_own_is_asked() -> None:
    """A request class may parse its forms by another class, or make the parser itself."""

    class Upper(FormParser):
        @classmethod
        def parse_fields(cls, body: bytes, most: int | None) -> list[tuple[str, str]]:
            return super().parse_fields(body.upper(), most)

    class Assigned(Request):
        form_data_parser_class = Upper

    class Werkzeugs(Request):
        form_data_parser_class = FormDataParser

    class Made(Request):
        def make_form_data_parser(self) -> FormDataParser:
            return Upper()

    headers = Headers({"Content-Type": FIELDS, "Content-Length": "3"})
    found = [
        dict(kind(method="POST", headers=headers, body=b"a=b").form)
        for kind in (Assigned, Werkzeugs, Made)
    ]

    assert found == [{"A": "B"}, {"a": "b"}, {"A": "B"}]


def test_a_form_that_nobody_wants_is_left() -> None:
    """A request class may leave forms in the body."""

    class Raw(Request):
        @property
        def want_form_data_parsed(self) -> bool:
            return False

    request = Raw(method="POST", headers=Headers({"Content-Type": FIELDS}), body=b"a=b")

    assert (len(request.form), request.get_data()) == (0, b"a=b")


def test_a_form_is_parsed_once() -> None:
    """Who asks for the body after the form, as ``get_data`` may, does not read it again."""
    request = _request(b"a=1", FIELDS)
    form = request.form

    assert request.get_data(parse_form_data=True) == b""
    assert request.form is form
    assert dict(form) == {"a": "1"}


def test_another_type_is_no_form() -> None:
    """A body of another type is left for who asks for it."""
    request = _request(b"a=1", "text/plain")

    assert not request.form
    assert request.get_data() == b"a=1"
