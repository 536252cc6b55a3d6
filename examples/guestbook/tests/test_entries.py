"""Reading and writing the book."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from typing import Any

import pytest

PNG = b"\x89PNG\r\n\x1a\n and what a picture has behind that"
ENTRY = {"title": "Hello", "body": "I was here."}


def test_an_entry_is_shown(log_in: Callable[..., Any], client: Any) -> None:
    """What one visitor writes, every visitor reads."""
    log_in().post("/write", data=ENTRY)

    page = client.get("/")

    assert "I was here." in page.text
    assert "Ada" in page.text


def test_markup_in_an_entry_is_text(log_in: Callable[..., Any], client: Any) -> None:
    """Nobody can put markup into the page."""
    log_in().post("/write", data={"title": "<script>", "body": "<b>bold</b>"})

    page = client.get("/")

    assert "<b>bold</b>" in html.unescape(page.text)
    assert "<b>" not in page.text
    assert "<script>" not in page.text


def test_writing_needs_a_log_in(client: Any) -> None:
    """A visitor without an account is sent to the log-in page, and nothing is written."""
    answer = client.post("/write", data=ENTRY)

    assert answer.location == "/account/log-in"
    assert "I was here." not in client.get("/").text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        pytest.param({"title": "  "}, "Give it a title", id="no title"),
        pytest.param({"title": "x" * 81}, "Give it a title", id="long title"),
        pytest.param({"body": ""}, "Write 1 to", id="no text"),
        pytest.param({"body": "x" * 2001}, "Write 1 to", id="long text"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    log_in: Callable[..., Any], changes: dict[str, str], complaint: str
) -> None:
    """A bad entry is not written, and the form comes back with what was typed."""
    page = log_in().post("/write", data={**ENTRY, **changes})

    assert page.status_code == 422
    assert complaint in page.text


def test_the_book_has_pages(log_in: Callable[..., Any], client: Any) -> None:
    """Two entries fit on a page here; the newest comes first and a link leads to the older."""
    visitor = log_in()
    for number in (1, 2, 3):
        visitor.post("/write", data={"title": f"Entry {number}", "body": "…"})

    first, second = client.get("/").text, client.get("/?page=2").text

    assert "Page 1 of 2" in first
    assert first.index("Entry 3") < first.index("Entry 2")
    assert "Entry 1" in second


@pytest.mark.parametrize("page", ["0", "-3", "99", "x"])
def test_a_page_that_is_none_shows_the_nearest(client: Any, page: str) -> None:
    """A number below, beyond or beside the pages is no error."""
    assert client.get(f"/?page={page}").status_code == 200


def test_a_picture_is_served_as_it_was_sent(log_in: Callable[..., Any], client: Any) -> None:
    """An upload gets a name of ours and comes back with its type, to be kept by browsers."""
    picture = (io.BytesIO(PNG), "../../evil.png")
    log_in().post("/write", data={**ENTRY, "picture": picture})
    url = client.get("/api/entries").json["entries"][0]["picture"]

    answer = client.get(url)

    assert answer.data == PNG
    assert answer.mimetype == "image/png"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "evil" not in url


def test_what_is_no_picture_is_refused(log_in: Callable[..., Any]) -> None:
    """The content decides, not the name."""
    page = log_in().post("/write", data={**ENTRY, "picture": (io.BytesIO(b"<svg>"), "a.png")})

    assert "must be a PNG" in page.text


def test_only_its_author_deletes_an_entry(log_in: Callable[..., Any], client: Any) -> None:
    """Others are refused; the author's entry is gone afterwards."""
    ada, bob = log_in("Ada"), log_in("Bob")
    ada.post("/write", data=ENTRY)

    assert bob.post("/entries/1/delete").status_code == 403
    assert ada.post("/entries/1/delete").status_code == 302
    assert "I was here." not in client.get("/").text


def test_the_export_has_every_entry(log_in: Callable[..., Any], client: Any) -> None:
    """All entries come as CSV, and none of them starts a formula in a spreadsheet."""
    visitor = log_in()
    visitor.post("/write", data=ENTRY)
    visitor.post("/write", data={"title": "=1+1", "body": "two\nlines"})

    answer = client.get("/export.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.mimetype == "text/csv"
    assert [row["title"] for row in rows] == ["Hello", "'=1+1"]
    assert rows[1]["body"] == "two\nlines"


def test_a_form_of_another_site_is_refused(log_in: Callable[..., Any]) -> None:
    """What a page of another site sends in a visitor's name does nothing."""
    answer = log_in().post("/write", data=ENTRY, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_each_answer_tells_how_long_its_view_took(client: Any) -> None:
    """The guestbook's own plugin adds the header to pages and to errors."""
    assert client.get("/").headers["Server-Timing"].startswith("view;dur=")
    assert "Server-Timing" in client.post("/entries/9/delete").headers
