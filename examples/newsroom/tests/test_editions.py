"""Editions are subdomains, and their pages speak their language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

DAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("edition", "title", "shown_day"),
    [
        ("berlin", "Berliner Bote", "Montag, 4. Mai 2026"),
        ("london", "The London Ledger", "Monday, 4 May 2026"),
        ("paris", "La Gazette de Paris", "lundi 4 mai 2026"),
    ],
)
def test_each_edition_has_a_front_of_its_own(
    client: Any, write: Callable[..., int], edition: str, title: str, shown_day: str
) -> None:
    """A subdomain shows its edition's articles only, with days in the edition's language."""
    for each in ("berlin", "london", "paris"):
        write(DAY, edition=each, title=f"News of {each}")

    page = client.get("/", subdomain=edition)

    assert f"<title>{title}</title>" in page.text
    assert shown_day in page.text
    assert [each for each in ("berlin", "london", "paris") if f"News of {each}" in page.text] == [
        edition
    ]


@pytest.mark.parametrize("subdomain", ["tokyo", "www.berlin", "berlinparis"])
def test_what_is_no_edition_is_nothing(client: Any, subdomain: str) -> None:
    """The converter knows the editions, so that no view has to look."""
    assert client.get("/", subdomain=subdomain).status_code == 404


def test_the_kiosk_shows_all_editions(client: Any, write: Callable[..., int]) -> None:
    """The main host has a link to each edition, with its newest article."""
    write(DAY, title="Yesterday's")
    write(DAY.replace(day=5), title="Today's")

    page = client.get("/").text

    assert "Today&#39;s" in page
    assert "Yesterday" not in page
    assert 'href="http://paris.newsroom.test/"' in page


def test_links_stay_in_the_edition(client: Any, write: Callable[..., int]) -> None:
    """Views and templates do not name the edition: it is put into each URL."""
    write(DAY)

    page = client.get("/", subdomain="berlin").text

    assert 'href="/2026-05-04/a-bridge"' in page
    assert 'href="http://london.newsroom.test/"' in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/2026-05-04/", 200),
        ("/2026-05-04", 308),
        ("/2026-02-29/", 404),
        ("/26-5-4/", 404),
        ("/today/", 404),
    ],
)
def test_a_day_is_one_of_the_calendar(client: Any, path: str, status: int) -> None:
    """The converter takes days that there are, as ISO 8601 writes them."""
    assert client.get(path, subdomain="berlin").status_code == status
