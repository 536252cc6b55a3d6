"""Asking other libraries, all at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from typing import Any

import pytest

ELSEWHERE = "/v1/books/9780141439518/elsewhere"


@contextmanager
def library(answer: Callable[[], tuple[int, object]]) -> Generator[str]:
    """Run another library that answers everything alike, and give its URL."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, body = answer()
            self.send_response(code)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_partners_are_asked_at_once(app: Any, visitor: Any) -> None:
    """Each partner answers only when the other one has been asked as well."""
    both = Barrier(2, timeout=10)

    def when_both_are_asked() -> tuple[int, object]:
        both.wait()
        return 200, {"available": 1}

    with library(when_both_are_asked) as north, library(when_both_are_asked) as south:
        app.config["PARTNERS"] = {"north": north, "south": south}
        answer = visitor.get(ELSEWHERE)

    assert answer.json == {"isbn": "9780141439518", "available": {"north": 1, "south": 1}}


@pytest.mark.parametrize(
    ("code", "body", "available"),
    [
        pytest.param(200, {"available": 3}, 3, id="has it"),
        pytest.param(404, {"status": 404}, 0, id="does not know it"),
        pytest.param(500, {"status": 500}, None, id="failed"),
        pytest.param(200, ["something else"], None, id="speaks another language"),
    ],
)
def test_a_partner_that_gives_no_answer_is_unknown(
    app: Any, visitor: Any, code: int, body: object, available: int | None
) -> None:
    """One partner's trouble is not the library's: it is logged, and the answer is null."""
    with library(lambda: (code, body)) as north:
        app.config["PARTNERS"] = {"north": north, "gone": "http://127.0.0.1:1"}
        answer = visitor.get(ELSEWHERE)

    found: Mapping[str, int | None] = answer.json["available"]
    assert answer.status_code == 200
    assert found == {"north": available, "gone": None}


def test_without_partners_nobody_is_asked(visitor: Any) -> None:
    """The answer is empty."""
    assert visitor.get(ELSEWHERE).json["available"] == {}
