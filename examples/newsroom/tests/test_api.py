"""The API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

DAY = date(2026, 5, 4)


def test_an_article_is_found_from_the_list_of_editions(
    client: Any, write: Callable[..., int]
) -> None:
    """A program follows URLs from the editions to an article's text, and to its page."""
    write(DAY, body="It stands.")
    editions = client.get("/editions", subdomain="api").json
    listed = client.get(editions[0]["articles"]).json
    article = client.get(listed[0]["url"]).json

    assert [edition["name"] for edition in editions] == ["berlin", "london", "paris"]
    assert (article["body"], article["day"], article["edition"]) == (
        "It stands.",
        "2026-05-04",
        "berlin",
    )
    assert client.get(article["page"]).status_code == 200


def test_the_list_can_be_narrowed(client: Any, write: Callable[..., int]) -> None:
    """The query chooses a section, and how many at most."""
    for title in ("One", "Two", "Three"):
        write(DAY, section="sport", title=title)
    write(DAY, section="culture", title="Four")

    path = "/editions/berlin/articles?section=sport&limit=2"
    listed = client.get(path, subdomain="api").json

    assert [article["title"] for article in listed] == ["Three", "Two"]


@pytest.mark.parametrize(
    ("path", "code", "detail"),
    [
        ("/editions/berlin/articles?section=gossip", 400, "There is no section 'gossip'"),
        ("/editions/berlin/articles?limit=1000", 400, "The limit may be 1 to 50."),
        ("/articles/7", 404, "There is no article 7."),
        (f"/articles/{2**63}", 404, f"There is no article {2**63}."),
    ],
)
def test_errors_are_json(client: Any, path: str, code: int, detail: str) -> None:
    """The blueprint's handler writes what its views refuse."""
    answer = client.get(path, subdomain="api")

    assert answer.status_code == code
    assert answer.json["detail"].startswith(detail)


def test_what_no_rule_matches_is_json_for_programs(client: Any) -> None:
    """It belongs to no blueprint: the slot ``errors`` answers in the form that was asked for."""
    headers = {"Accept": "application/json"}
    answer = client.get("/editions/tokyo/articles", subdomain="api", headers=headers)

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_a_draft_is_not_given(client: Any, write: Callable[..., int]) -> None:
    """Its number is that of nothing."""
    number = write(title="A secret")

    assert client.get(f"/articles/{number}", subdomain="api").status_code == 404
