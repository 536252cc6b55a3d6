"""Publishing and withdrawing at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any


def test_two_articles_of_one_day_have_different_titles(
    at_desk: Callable[..., Any], write: Callable[..., int]
) -> None:
    """The second one stays a draft, and the editor is told why."""
    write(datetime.now(UTC).date())
    number = write()
    page = at_desk().post(f"/articles/{number}/publish", subdomain="desk", follow_redirects=True)

    assert f"The draft {number} has the title of another one of that day." in page.text


def test_what_is_withdrawn_is_a_draft_again(
    at_desk: Callable[..., Any], write: Callable[..., int], client: Any
) -> None:
    """Readers do not find it any more, and the desk lists it among the drafts."""
    number = write(date(2026, 5, 4))
    page = at_desk().post(f"/articles/{number}/withdraw", subdomain="desk", follow_redirects=True)

    assert "The article is a draft again." in page.text
    assert f"/articles/{number}/publish" in page.text
    assert client.get("/2026-05-04/a-bridge", subdomain="berlin").status_code == 404


def test_nothing_is_done_to_what_is_not_there(at_desk: Callable[..., Any]) -> None:
    """A second click, or an old page, does no harm."""
    editor = at_desk()
    for what in ("publish", "withdraw"):
        editor.post(f"/articles/7/{what}", subdomain="desk")
    page = editor.get("/", subdomain="desk").text

    assert "There is no draft 7." in page
    assert "There is no article 7." in page
