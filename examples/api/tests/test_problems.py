"""Whatever goes wrong is told as a problem (RFC 9457)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from library import create_app

BOOK = {"isbn": "9780201896831", "title": "TAOCP", "author": "Knuth", "year": 1997}


@pytest.mark.parametrize(
    ("method", "url", "send", "code", "title"),
    [
        ("GET", "/nowhere", {}, 404, "Not Found"),
        ("GET", "/v1/books/9780201896831", {}, 404, "Not Found"),
        ("PATCH", "/v1/books", {}, 405, "Method Not Allowed"),
        ("POST", "/v1/books", {"data": "title=TAOCP"}, 415, "Unsupported Media Type"),
        (
            "POST",
            "/v1/books",
            {"data": "{", "content_type": "application/json"},
            400,
            "Bad Request",
        ),
        ("POST", "/v1/books", {"json": "x" * 70_000}, 413, "Request Entity Too Large"),
        ("POST", "/v1/books", {"json": []}, 422, "Not valid"),
        ("GET", "/v1/books?page=0", {}, 422, "Not valid"),
    ],
    ids=["url", "book", "method", "type", "syntax", "size", "shape", "query"],
)
def test_errors_are_problems(
    ada: Any, method: str, url: str, send: dict[str, Any], code: int, title: str
) -> None:
    """Each has the type of problems, its status twice, and something to read."""
    answer = ada.open(url, method=method, headers={"Accept": "text/html"}, **send)

    assert answer.status_code == code
    assert answer.content_type == "application/problem+json"
    assert (answer.json["status"], answer.json["title"]) == (code, title)
    assert answer.json["detail"]


def test_a_problem_keeps_the_headers_of_its_error(visitor: Any) -> None:
    """What may be asked instead stands in ``Allow``."""
    answer = visitor.patch("/v1/books")

    assert sorted(answer.allow) == ["GET", "HEAD", "OPTIONS", "POST"]


def test_all_mistakes_are_told_at_once(ada: Any) -> None:
    """Missing, unknown and wrongly typed fields, each with where it is in the body."""
    sent = {"isbn": 978, "author": "Knuth", "year": True, "colour": "red"}

    errors = ada.post("/v1/books", json=sent).json["errors"]

    assert {error["pointer"]: error["detail"] for error in errors} == {
        "#/isbn": "This must be a text.",
        "#/title": "This field is missing.",
        "#/year": "This must be a whole number.",
        "#/colour": "There is no such field.",
    }


@pytest.mark.parametrize(
    ("field", "value", "detail"),
    [
        ("isbn", "9780201896832", "a wrong check digit"),
        ("isbn", "97802018968", "10 or 13 digits"),
        ("title", " ", "1 to 200 characters"),
        ("author", "x" * 201, "1 to 200 characters"),
        ("title", "\ud800", "cut in half"),
        ("year", 1066, "a year from 1450"),
        ("copies", 10**30, "a number from 0"),
    ],
)
def test_values_are_checked(ada: Any, field: str, value: object, detail: str) -> None:
    """A value of the right type may still be none that can be kept."""
    (error,) = ada.post("/v1/books", json={**BOOK, field: value}).json["errors"]

    assert error["pointer"] == f"#/{field}"
    assert detail in error["detail"]


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=²", "per_page=101", "per_page=-1"])
def test_a_page_must_be_a_number(visitor: Any, query: str) -> None:
    """The mistake names the parameter."""
    (error,) = visitor.get(f"/v1/books?{query}").json["errors"]

    assert error["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("method", "url", "send", "code"),
    [
        ("GET", f"/v1/loans/{2**63}", {}, 404),
        ("GET", f"/v1/members/{10**40}", {}, 404),
        ("GET", "/v1/books", {"query_string": {"q": "a " * 1_001}}, 422),
        ("GET", "/v1/books?q=%FF%00", {}, 200),
        ("POST", "/v1/loans", {"data": "[" * 60_000, "content_type": "application/json"}, 400),
        ("POST", "/v1/loans", {"data": b"\xff", "content_type": "application/json"}, 400),
        ("POST", "/v1/loans", {"data": '{"isbn": NaN}', "content_type": "application/json"}, 400),
        ("GET", "/v1/books", {"headers": {"If-None-Match": '"', "Range": "bytes=9-1"}}, 200),
    ],
    ids=["row", "number", "words", "bytes", "depth", "encoding", "NaN", "headers"],
)
def test_nothing_that_is_sent_is_a_fault(
    ada: Any, method: str, url: str, send: dict[str, Any], code: int
) -> None:
    """What is too large, too deep or malformed is the client's mistake, and never a 500."""
    assert ada.open(url, method=method, **send).status_code == code


def test_a_fault_says_nothing(app: Any, visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody expected is a problem too, and its cause stays in the log."""

    def fail(*_: object) -> None:
        raise ValueError("a secret")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("library.catalogue.search", fail)
    answer = visitor.get("/v1/books")

    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert "secret" not in answer.text


def test_without_a_database_clients_may_come_again(tmp_path: Path) -> None:
    """The health check, and all that needs the database, answers 503."""
    client = create_app({"DATABASE": str(tmp_path / "none.sqlite")}).test_client()

    for url in ("/health", "/v1/books"):
        answer = client.get(url)

        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert answer.content_type == "application/problem+json"


def test_the_way_in(visitor: Any) -> None:
    """The API says where everything is, and that it is well."""
    start = visitor.get("/").json["versions"]["v1"]

    assert visitor.get(start).json["books"] == "/v1/books"
    assert visitor.get("/health").json == {"status": "ok"}
