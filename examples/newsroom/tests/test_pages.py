"""The pages of an edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DAY = date(2026, 5, 4)


def test_the_front_shows_the_newest(client: Any, write: Callable[..., int]) -> None:
    """Three articles fit on the front here; the newest comes first, and drafts are not shown."""
    for age in range(5):
        write(DAY - timedelta(days=age), title=f"Story {age}")
    write(title="A secret")

    page = client.get("/", subdomain="berlin").text

    shown = [title for title in ("Story 0", "Story 1", "Story 2", "Story 3") if title in page]
    assert shown == ["Story 0", "Story 1", "Story 2"]
    assert page.index("Story 0") < page.index("Story 2")
    assert "A secret" not in page


def test_a_section_shows_what_it_is_about(client: Any, write: Callable[..., int]) -> None:
    """A section has its name in the edition's language, and none of the other sections."""
    write(DAY, section="sport", title="A match")
    write(DAY, section="culture", title="A concert")

    page = client.get("/culture/", subdomain="berlin").text

    assert "<h1>Kultur</h1>" in page
    assert "A concert" in page
    assert "A match" not in page


def test_an_article_is_shown_in_paragraphs(client: Any, write: Callable[..., int]) -> None:
    """Empty lines make paragraphs, and markup is text."""
    write(DAY, title="Über & über", body="One <b>bold</b> word.\n\nAnd another line.")

    page = client.get("/2026-05-04/uber-uber", subdomain="berlin").text

    assert "<h1>Über &amp; über</h1>" in page
    assert "<p>One &lt;b&gt;bold&lt;/b&gt; word.</p>\n<p>And another line.</p>" in page


def test_a_draft_has_no_page(client: Any, write: Callable[..., int]) -> None:
    """What is not published is not found, and the page says so in the reader's language."""
    write(title="A secret")

    page = client.get(f"/{DAY}/a-secret", subdomain="paris")

    assert page.status_code == 404
    assert "Cette page n" in page.text


def test_the_printed_paper_of_a_day_is_a_download(app: Any, client: Any) -> None:
    """It comes out of the instance folder; the page of its day links to it."""
    folder = Path(app.config["PAPERS"])
    folder.mkdir()
    (folder / "berlin-2026-05-04.pdf").write_bytes(b"%PDF-1.7")

    answer = client.get("/2026-05-04/paper.pdf", subdomain="berlin")

    assert (answer.data, answer.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert "filename=berlin-2026-05-04.pdf" in answer.headers["Content-Disposition"]
    assert "/paper.pdf" in client.get("/2026-05-04/", subdomain="berlin").text
    assert "/paper.pdf" not in client.get("/2026-05-05/", subdomain="berlin").text
    assert client.get("/2026-05-05/paper.pdf", subdomain="berlin").status_code == 404
