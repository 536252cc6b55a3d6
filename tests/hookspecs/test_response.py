"""Responses: the long constructor's and the quick one's behave alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request as WerkzeugRequest
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard_hookspecs import HTML, Request, Response

Make = Callable[[bytes], Response]


class Closing:
    """An iterable of parts that counts how often it is closed."""

    def __init__(self, *parts: bytes, error: Exception | None = None) -> None:
        self.parts = parts
        self.error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        self.closed += 1
        if self.error is not None:
            raise self.error


both = pytest.mark.parametrize("make", [Response, Response.quick], ids=["long", "quick"])


@both
def test_status_and_body(make: Make) -> None:
    """Either constructor makes a 200 with the given body."""
    response = make(b"hello")

    assert (response.status, response.status_code, response.data) == ("200 OK", 200, b"hello")
    assert (response.is_sequence, response.is_streamed) == (True, False)
    assert list(response.response) == [b"hello"]
    assert list(response.iter_encoded()) == [b"hello"]


@both
def test_headers(make: Make) -> None:
    """Either constructor says type and length."""
    response = make(b"hello")

    assert list(response.headers) == [("Content-Type", HTML), ("Content-Length", "5")]
    assert (response.mimetype, response.content_length) == ("text/html", 5)


def _set_status(response: Response) -> None:
    response.status_code = 201


def _set_data(response: Response) -> None:
    response.data = "other"


def _set_parts(response: Response) -> None:
    response.response = [b"a", b"bc"]


def _append(response: Response) -> None:
    parts: Any = response.response
    parts.append(b"more")


def _write(response: Response) -> None:
    response.stream.write(b"more")


def _add_header(response: Response) -> None:
    response.headers.add("X", "1")


def _read(response: Response) -> None:
    response.get_data()


def _tag(response: Response) -> None:
    response.add_etag()


def _set_cookie(response: Response) -> None:
    response.set_cookie("a", "b")


def _clear(response: Response) -> None:
    response.headers.clear()


def _replace_headers(response: Response) -> None:
    response.headers = Headers({"content-length": "99"})


TOUCHES = [
    _set_status,
    _set_data,
    _set_parts,
    _append,
    _write,
    _add_header,
    _read,
    _tag,
    _set_cookie,
    _clear,
    _replace_headers,
]


@both
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("touch", TOUCHES, ids=lambda touch: touch.__name__)
def test_the_length_is_that_of_the_body(
    make: Make, touch: Callable[[Response], None], method: str
) -> None:
    """Whatever is changed in a response, and whatever it says: its length is its body's."""
    response = make(b"hello")
    touch(response)
    _, head, _ = response.to_wire(method)
    lengths = [value for name, value in head if name.lower() == "content-length"]

    assert lengths == [str(len(response.data))]


def test_an_answer_to_head_may_know_better() -> None:
    """A view may answer HEAD without making the body whose length it knows."""
    response = Response(b"")
    response.content_length = 1_000_000

    assert dict(response.to_wire("HEAD")[1])["Content-Length"] == "1000000"


def test_a_changed_body_is_sent() -> None:
    """A response on the short path leaves it when its body is changed."""
    response = Response.quick(b"hello")
    response.response = [b"good", b"bye"]
    _, head, body = response.to_wire("GET")

    assert dict(head)["Content-Length"] == "7"
    assert list(body) == [b"good", b"bye"]


def test_the_length_of_a_stream_is_not_invented() -> None:
    """Headers that are first read when the body is a stream do not read the stream."""
    response = Response.quick(b"hello")
    response.response = iter([b"a", b"b"])

    assert "Content-Length" not in response.headers
    assert b"".join(response.to_wire("GET")[2]) == b"ab"


def test_a_type_can_be_given_to_the_quick_constructor() -> None:
    """The quick constructor takes a type that is known to be safe."""
    assert Response.quick(b"{}", "application/json").mimetype == "application/json"


# Subclasses


def test_a_subclass_has_its_own_type() -> None:
    """The default type of a subclass holds for the quick constructor, too."""

    class Plain(Response):
        default_mimetype = "text/plain"

    assert Plain.is_quick
    assert Plain.quick(b"").content_type == Plain(b"").content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "members",
    [
        {"default_status": 201},
        {"default_mimetype": None},
        {"__init__": WerkzeugResponse.__init__},
        {"set_data": WerkzeugResponse.set_data},
    ],
    ids=lambda members: next(iter(members)),
)
def test_a_subclass_that_makes_other_responses_is_not_quick(members: dict[str, Any]) -> None:
    """Where the two constructors would differ, the quick one says that it is not to be used."""
    kind: Any = type("Own", (Response,), members)
    heir: Any = type("Heir", (kind,), {})

    assert not kind.is_quick
    assert not heir.is_quick


def test_no_default_type_is_no_type() -> None:
    """A subclass without a default type sends none."""

    class Bare(Response):
        default_mimetype: Any = None

    assert "Content-Type" not in dict(Bare(b"x").to_wire("GET")[1])


# Parts


def test_assigned_headers_may_be_a_dictionary() -> None:
    """Headers that are replaced are sent, whatever headers can be made of."""
    response: Any = Response(b"x", status=401)
    response.headers = {"WWW-Authenticate": "Basic"}

    assert response.to_wire("GET")[1] == [("WWW-Authenticate", "Basic"), ("Content-Length", "1")]


def test_text_is_encoded() -> None:
    """Parts that are text go out as UTF-8."""
    assert list(Response(["ä", "b"]).to_wire("GET")[2]) == ["ä".encode(), b"b"]
    assert list(Response(iter(["ä", "b"])).to_wire("GET")[2]) == ["ä".encode(), b"b"]


@pytest.mark.parametrize("part", [bytearray(b"x"), memoryview(b"x")], ids=["array", "view"])
def test_buffers_become_bytes(part: Any) -> None:
    """Parts that hold bytes go out as bytes, which is all that PEP 3333 allows."""
    listed = list(Response([part]).to_wire("GET")[2])
    streamed = list(Response(iter([part])).to_wire("GET")[2])

    assert [type(listed[0]), type(streamed[0])] == [bytes, bytes]
    assert listed == streamed == [b"x"]


@pytest.mark.parametrize("part", [5, None, [b"a"]], ids=repr)
def test_other_parts_are_refused(part: Any) -> None:
    """A part that cannot be sent is an error that names it."""
    with pytest.raises(TypeError, match="A part of the response's body is"):
        Response([part]).to_wire("GET")


# Closing


def test_everything_is_closed_in_order() -> None:
    """The parts are closed first, then what was registered, in order."""
    calls: list[str] = []
    response = Response(iter([b"x"]))
    response.call_on_close(lambda: calls.append("first"))
    response.call_on_close(lambda: calls.append("second"))
    response.close()

    assert calls == ["first", "second"]


def test_closing_twice_closes_once() -> None:
    """Neither the parts nor what was registered is closed again."""
    parts, calls = Closing(b"x"), list[str]()
    response = Response(parts)
    response.call_on_close(lambda: calls.append("once"))
    response.close()
    response.close()

    assert (parts.closed, calls) == (1, ["once"])


def test_what_is_registered_late_is_called() -> None:
    """A function that is registered after closing is called by the next close."""
    calls: list[str] = []
    response = Response.quick(b"x")
    response.close()
    response.call_on_close(lambda: calls.append("late"))
    response.close()

    assert calls == ["late"]


def test_all_are_closed_though_one_raises() -> None:
    """An error of one does not keep the others from being closed, and is raised."""
    calls: list[str] = []
    response = Response(Closing(b"x", error=OSError("parts")))
    response.call_on_close(lambda: calls.append("called"))

    with pytest.raises(OSError, match="parts"):
        response.close()

    assert calls == ["called"]


# HEAD and the responses without content

EMPTY = [("GET", 204), ("GET", 304), ("GET", 101), ("HEAD", 200), ("HEAD", 404), ("HEAD", 304)]


@both
@pytest.mark.parametrize(("method", "code"), EMPTY)
def test_no_body_where_there_is_none(make: Make, method: str, code: int) -> None:
    """HEAD, 1xx, 204 and 304 have no body (RFC 9110, sections 9.3.2 and 15)."""
    response = make(b"hello")
    response.status_code = code

    assert list(response.to_wire(method)[2]) == []


@both
@pytest.mark.parametrize("code", [101, 204, 304])
def test_no_content_headers_without_content(make: Make, code: int) -> None:
    """1xx, 204 and 304 say nothing about a body, and keep the other headers."""
    response = make(b"hello")
    response.status_code = code
    response.headers["ETag"] = '"1"'
    response.headers["Content-Encoding"] = "gzip"

    assert response.to_wire("GET")[1] == [("ETag", '"1"')]


@pytest.mark.parametrize("body", [b"hello", [b"he", b"llo"], iter([b"hello"])], ids=type)
def test_head_has_the_head_of_get(body: Any) -> None:
    """The answer to HEAD says what the answer to GET would, the length included."""
    response = Response(body)

    assert response.to_wire("HEAD")[:2] == response.to_wire("GET")[:2]


@both
def test_head_has_the_head_of_get_on_the_short_path(make: Make) -> None:
    """So it is where nobody has touched the response."""
    assert make(b"hello").to_wire("HEAD")[:2] == make(b"hello").to_wire("GET")[:2]


@pytest.mark.parametrize(("method", "code"), EMPTY)
def test_a_stream_that_is_not_sent_is_closed(method: str, code: int) -> None:
    """A stream behind HEAD, 204 or 304 is not read, and closed with the response."""
    parts = Closing(b"x")
    body: Any = Response(parts, status=code).to_wire(method)[2]
    sent = list(body)
    body.close()

    assert (sent, parts.closed) == ([], 1)


# Streams and files


def test_a_stream_is_closed_by_its_body() -> None:
    """Closing what the gateway sends closes the view's parts, once."""
    parts = Closing(b"a", b"b")
    body: Any = Response(parts).to_wire("GET")[2]
    sent = list(body)
    body.close()
    body.close()

    assert (sent, parts.closed) == ([b"a", b"b"], 1)


def test_a_list_with_something_to_close_is_closed() -> None:
    """A body that is no stream still closes what was registered."""
    calls: list[str] = []
    response = Response([b"a"])
    response.call_on_close(lambda: calls.append("closed"))
    body: Any = response.to_wire("GET")[2]
    list(body)
    body.close()

    assert calls == ["closed"]


def test_a_file_is_passed_to_the_server() -> None:
    """A server's file wrapper goes out as it is, so that the server can send it its own way."""
    wrapper = Closing(b"x")

    assert Response(wrapper, direct_passthrough=True).to_wire("GET")[2] is wrapper


def test_a_file_with_something_to_close_is_not_passed() -> None:
    """Where more than the file is to be closed, the server gets a body that does both."""
    wrapper, calls = Closing(b"x"), list[str]()
    response = Response(wrapper, direct_passthrough=True)
    response.call_on_close(lambda: calls.append("closed"))
    body: Any = response.to_wire("GET")[2]
    sent = list(body)
    body.close()

    assert (sent, wrapper.closed, calls) == ([b"x"], 1, ["closed"])


# The head


@pytest.mark.parametrize("name", ["Location", "Content-Location", "location"])
def test_a_location_is_sent_as_a_uri(name: str) -> None:
    """What is beyond ASCII in a location is quoted (RFC 3987, section 3.1)."""
    response = Response(headers={name: "/käse?ö=ü"})

    assert dict(response.to_wire("GET")[1])[name] == "/k%C3%A4se?%C3%B6=%C3%BC"


def test_a_length_that_is_known_is_sent() -> None:
    """A list of parts has a length, which is added."""
    assert dict(Response(["a", "ä"]).to_wire("GET")[1])["Content-Length"] == "3"


def test_a_length_may_be_left_to_the_view() -> None:
    """A response class may leave the length to views."""

    class Own(Response):
        automatically_set_content_length = False

    assert "Content-Length" not in dict(Own([b"a"]).to_wire("GET")[1])


def _environ(**headers: str) -> dict[str, Any]:
    return EnvironBuilder(headers=Headers(headers)).get_environ()


def _wsgi(**headers: str) -> WerkzeugRequest:
    return WerkzeugRequest(_environ(**headers))


def _request(**headers: str) -> Request:
    return Request(method="GET", path="/", headers=Headers(headers))


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(_environ, id="environ"),
        pytest.param(_wsgi, id="WSGI"),
        pytest.param(_request, id="another gateway"),
    ],
)
@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 200),
        ({"If-None-Match": '"mine"'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"Range": "bytes=1-2"}, 206),
        ({"Range": "bytes=1-2", "If-Range": '"other"'}, 200),
    ],
    ids=["none", "unchanged", "changed", "lost", "part", "part of another"],
)
def test_conditions_come_through_any_gateway(
    given: Callable[..., Any], headers: dict[str, str], code: int
) -> None:
    """An answer is made conditional to a request, whether that has an environ or not."""
    response = Response(b"hello")
    response.set_etag("mine")

    assert response.make_conditional(given(**headers), True, 5) is response
    assert response.status_code == code


def test_the_date_of_a_conditional_answer_is_the_servers() -> None:
    """Every server dates what it sends, so an answer has a date only if it was given one."""
    plain, dated = Response(b"hello"), Response(b"hello", headers={"Date": "Thu, 01 Jan 1970"})

    plain.make_conditional(_request())
    dated.make_conditional(_request())

    assert "Date" not in plain.headers
    assert dated.headers["Date"] == "Thu, 01 Jan 1970"
