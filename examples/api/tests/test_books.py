"""The catalogue: reading it page by page, and writing in it without losing anybody's changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from library import catalogue
from library.catalogue import Book

AUSTEN = "/v1/books/9780141439518"
NEW = {
    "isbn": "978-0-201-89683-1",
    "title": "The Art of Computer Programming",
    "author": "Donald Knuth",
    "year": 1997,
}
CHANGED = {"title": "Pride & Prejudice", "author": "Jane Austen", "year": 2003, "copies": 4}


def link(answer: Any, relation: str) -> str | None:
    """Follow the header ``Link``, as a client does."""
    links = httpx.Response(200, headers={"Link": answer.headers["Link"]}).links
    return links.get(relation, {}).get("url")


def all_pages(client: Any, url: str | None) -> Iterator[Any]:
    """Go from the first page to the last by the links."""
    while url is not None:
        answer = client.get(url)
        yield answer.json
        url = link(answer, "next")


def test_a_librarian_adds_a_book(ada: Any, visitor: Any) -> None:
    """The answer to a new book says where it is, and there everybody reads it."""
    added = ada.post("/v1/books", json=NEW)

    read = visitor.get(added.location)

    assert added.status_code == 201
    assert added.location == "/v1/books/9780201896831"
    assert read.json == {
        **NEW,
        "isbn": "9780201896831",
        "copies": 1,
        "url": "/v1/books/9780201896831",
        "availability": "/v1/books/9780201896831/availability",
    }


def test_a_book_is_added_once(ada: Any) -> None:
    """A second book of one ISBN is refused, in whatever form the ISBN is written."""
    ada.post("/v1/books", json=NEW)

    answer = ada.post("/v1/books", json={**NEW, "isbn": "0-201-89683-4"})

    assert answer.status_code == 409
    assert answer.json["type"].endswith("/book-exists")


@pytest.mark.parametrize(
    "isbn", ["9780131103627", "978-0-13-110362-7", "0131103628", "0-13-110362-8"]
)
def test_all_forms_of_an_isbn_lead_to_its_book(visitor: Any, isbn: str) -> None:
    """The converter takes ten digits and thirteen, with and without hyphens."""
    answer = visitor.get(f"/v1/books/{isbn}")

    assert answer.json["url"] == "/v1/books/9780131103627"


@pytest.mark.parametrize("isbn", ["9780131103628", "013110362X", "97801311", "abc"])
def test_what_is_no_isbn_is_not_found(visitor: Any, isbn: str) -> None:
    """A wrong check digit is seen before any book is looked for."""
    assert visitor.get(f"/v1/books/{isbn}").status_code == 404


def test_pages_are_linked(visitor: Any) -> None:
    """Who follows the links finds every book once."""
    pages = list(all_pages(visitor, "/v1/books"))

    titles = [book["title"] for page in pages for book in page["items"]]
    assert [page["page"] for page in pages] == [1, 2, 3]
    assert {(page["pages"], page["total"]) for page in pages} == {(3, 5)}
    assert titles == sorted(titles)
    assert len(set(titles)) == 5


def test_links_keep_the_query(visitor: Any) -> None:
    """A search goes on on its next page, and no parameter does more than it says."""
    answer = visitor.get("/v1/books?q=a&per_page=1&page=2&_scheme=gopher")

    assert link(answer, "next") == "/v1/books?q=a&per_page=1&page=3&_scheme=gopher"
    assert link(answer, "prev") == "/v1/books?q=a&per_page=1&page=1&_scheme=gopher"


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        pytest.param("austen", ["Pride and Prejudice"], id="author"),
        pytest.param("hitch adams", ["The Hitchhiker's Guide"], id="two words"),
        pytest.param("hitch austen", [], id="not both"),
        pytest.param("%", ["100% Huckleberry Finn"], id="a sign of the database's"),
    ],
)
def test_books_are_found_by_their_words(visitor: Any, words: str, titles: list[str]) -> None:
    """All words of the query must be in title and author together."""
    found = visitor.get("/v1/books", query_string={"q": words}).json["items"]

    assert [book["title"] for book in found] == titles


def test_what_a_client_has_is_not_sent_again(visitor: Any) -> None:
    """With the tag that it was given, a client gets 304 and no body, for books and for pages."""
    for url in (AUSTEN, "/v1/books"):
        first = visitor.get(url)
        again = visitor.get(url, headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert first.headers["Cache-Control"] == "no-cache"


def test_a_change_needs_the_tag_of_what_it_changes(ada: Any) -> None:
    """Without the tag a change is refused; with it the book is changed, and so is its tag."""
    before = ada.get(AUSTEN)

    blind = ada.put(AUSTEN, json=CHANGED)
    seen = ada.put(AUSTEN, json=CHANGED, headers={"If-Match": before.headers["ETag"]})
    after = ada.get(AUSTEN, headers={"If-None-Match": before.headers["ETag"]})

    assert blind.status_code == 428
    assert seen.json["copies"] == 4
    assert after.status_code == 200
    assert after.headers["ETag"] == seen.headers["ETag"]


def test_nobody_overwrites_what_was_not_seen(ada: Any, join: Callable[..., Any]) -> None:
    """Of two librarians who read the same, the second to write is told to read again."""
    bob = join("Bob", is_librarian=True)
    tags = [client.get(AUSTEN).headers["ETag"] for client in (ada, bob)]

    first = ada.put(AUSTEN, json=CHANGED, headers={"If-Match": tags[0]})
    second = bob.put(AUSTEN, json={**CHANGED, "copies": 9}, headers={"If-Match": tags[1]})

    assert (first.status_code, second.status_code) == (200, 412)
    assert ada.get(AUSTEN).json["copies"] == 4


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nobody_comes_in_between(
    ada: Any, visitor: Any, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """A change that another worker makes between our reading and writing is not lost either."""
    tag = {"If-Match": ada.get(AUSTEN).headers["ETag"]}
    find = catalogue.find

    def find_and_wait(isbn: str) -> Book | None:
        found = find(isbn)
        monkeypatch.setattr(catalogue, "find", find)
        ada.put(AUSTEN, json=CHANGED, headers=tag)
        return found

    monkeypatch.setattr(catalogue, "find", find_and_wait)
    late = ada.open(AUSTEN, method=method, json={**CHANGED, "copies": 9}, headers=tag)

    assert (late.status_code, late.content_type) == (412, "application/problem+json")
    assert visitor.get(AUSTEN).json["copies"] == 4


def test_a_book_can_be_removed(ada: Any, visitor: Any) -> None:
    """It is gone, unless it was lent: then its loans still need it."""
    lent = "/v1/books/9780262510875"
    ada.post("/v1/loans", json={"isbn": "9780262510875"})
    tags = {url: ada.get(url).headers["ETag"] for url in (AUSTEN, lent)}

    gone, kept = (ada.delete(url, headers={"If-Match": tag}) for url, tag in tags.items())

    assert (gone.status_code, gone.data) == (204, b"")
    assert visitor.get(AUSTEN).status_code == 404
    assert kept.status_code == 409
    assert kept.json["type"].endswith("/book-in-use")


def test_the_export_has_a_book_on_each_line(visitor: Any) -> None:
    """The whole catalogue is streamed as NDJSON, without a length in front."""
    answer = visitor.get("/v1/books/export")
    books = [json.loads(line) for line in answer.text.splitlines()]

    assert answer.mimetype == "application/x-ndjson"
    assert "Content-Length" not in answer.headers
    assert len(books) == 5
    assert books[0]["isbn"] == "9780131103627"


def test_heads_and_options(visitor: Any) -> None:
    """HEAD has the head of GET; what a URL can be asked is told without a token."""
    page, head = visitor.get("/v1/books"), visitor.head("/v1/books")
    options = visitor.options(AUSTEN)

    assert (head.data, head.headers["Link"]) == (b"", page.headers["Link"])
    assert head.headers["ETag"] == page.headers["ETag"]
    assert sorted(options.allow) == ["DELETE", "GET", "HEAD", "OPTIONS", "PUT"]
