"""The streamed export."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any


def test_every_article_is_a_line(at_desk: Callable[..., Any], write: Callable[..., int]) -> None:
    """Editions and days are written as the API writes them; drafts have no day."""
    write(date(2026, 5, 4), title="Über uns")
    write(title="A draft")
    answer = at_desk().get("/articles.jsonl", subdomain="desk")
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert answer.mimetype == "application/jsonl"
    assert [(line["title"], line["edition"], line["day"]) for line in lines] == [
        ("Über uns", "berlin", "2026-05-04"),
        ("A draft", "berlin", None),
    ]


def test_the_export_is_a_stream(at_desk: Callable[..., Any], write: Callable[..., int]) -> None:
    """Lines come one by one, and a client that goes away closes the database."""
    for number in range(3):
        write(title=f"Article {number}")
    answer = at_desk().get("/articles.jsonl", subdomain="desk")
    parts = iter(answer.response)

    assert b"Article 0" in next(parts)
    assert b"Article 1" in next(parts)
    answer.close()
