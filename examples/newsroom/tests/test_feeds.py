"""Feeds of editions and sections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
DAY = date(2026, 5, 4)


def test_a_feed_has_the_newest_articles(client: Any, write: Callable[..., int]) -> None:
    """It is well-formed Atom, whatever is in a title, with whole URLs and the text as HTML."""
    write(DAY, title="Bread & butter <again>", body="One.\n\nTwo.")

    answer = (
        client.get("/feed.atom", subdomain="paris"),
        client.get("/feed.atom", subdomain="berlin"),
    )
    (entry,) = ET.fromstring(answer[1].data).iterfind("atom:entry", ATOM)  # noqa: S314 - our own

    assert answer[0].mimetype == "application/atom+xml"
    assert entry.findtext("atom:title", None, ATOM) == "Bread & butter <again>"
    url = "http://berlin.newsroom.test/2026-05-04/bread-butter-again"
    assert entry.findtext("atom:id", None, ATOM) == url
    assert entry.findtext("atom:content", None, ATOM) == "<p>One.</p>\n<p>Two.</p>"


def test_a_section_has_a_feed(client: Any, write: Callable[..., int]) -> None:
    """The rule with the section is another one of the same view."""
    write(DAY, section="sport", title="A match")
    write(DAY, section="culture", title="A concert")

    feed = client.get("/sport/feed.atom", subdomain="berlin").text

    assert "A match" in feed
    assert "A concert" not in feed


def test_a_feed_that_did_not_change_is_not_sent_again(
    client: Any, write: Callable[..., int]
) -> None:
    """A reader that knows the tag gets 304, until something is published."""
    first = client.get("/feed.atom", subdomain="berlin")
    headers = {"If-None-Match": first.headers["ETag"]}

    assert client.get("/feed.atom", subdomain="berlin", headers=headers).status_code == 304
    write(DAY)
    assert client.get("/feed.atom", subdomain="berlin", headers=headers).status_code == 200
