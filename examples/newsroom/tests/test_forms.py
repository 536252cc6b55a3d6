"""Forms of the desk."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FORM = {
    "edition": "london",
    "section": "city",
    "title": "A bridge",
    "teaser": "Look.",
    "body": "It stands.",
}


def test_a_draft_is_written_and_published(at_desk: Callable[..., Any], client: Any) -> None:
    """What a writer writes waits for an editor, and is then on the front."""
    page = at_desk("Ben", "writer").post(
        "/articles/new", data=FORM, subdomain="desk", follow_redirects=True
    )
    assert "The draft waits to be published." in page.text
    assert "A bridge" not in client.get("/", subdomain="london").text

    page = at_desk("Ada", "editor").post(
        "/articles/1/publish", subdomain="desk", follow_redirects=True
    )

    assert "Published on 2" in page.text
    assert "A bridge" in client.get("/", subdomain="london").text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        pytest.param({"title": " "}, "Write 1 to 90 characters.", id="no title"),
        pytest.param({"teaser": "x" * 241}, "Write 1 to 240 characters.", id="long teaser"),
        pytest.param({"body": ""}, "Write 1 to 20,000 characters.", id="no text"),
        pytest.param({"title": "A\x0bB"}, "A character of it cannot", id="control character"),
        pytest.param({"edition": "tokyo"}, "Choose an edition.", id="no edition"),
        pytest.param({"section": "gossip"}, "Choose a section.", id="no section"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    at_desk: Callable[..., Any], changes: dict[str, str], complaint: str
) -> None:
    """Nothing is kept, and the form comes back with what was typed."""
    page = at_desk().post("/articles/new", data={**FORM, **changes}, subdomain="desk")

    assert page.status_code == 422
    assert complaint in page.text
    assert changes.get("body", "It stands.") in page.text


def test_a_change_keeps_the_url(
    at_desk: Callable[..., Any], write: Callable[..., int], client: Any
) -> None:
    """A link to an article works when its title is another one."""
    number = write(edition="london", author="Ben")
    editor = at_desk()
    editor.post(f"/articles/{number}/publish", subdomain="desk")
    url = client.get("/editions/london/articles", subdomain="api").json[0]["page"]
    assert 'value="A bridge"' in editor.get(f"/articles/{number}", subdomain="desk").text
    form = {**FORM, "title": "Another bridge"}

    editor.post(f"/articles/{number}", data=form, subdomain="desk")

    assert "<h1>Another bridge</h1>" in client.get(url).text


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("number", "status"), [(1, 403), (99, 404)])
def test_only_authors_and_editors_change_an_article(
    at_desk: Callable[..., Any],
    write: Callable[..., int],
    number: int,
    status: int,
    method: str,
) -> None:
    """Another writer is refused; an article that is not there is not found."""
    write(author="Ben")
    page = at_desk("Cleo", "writer").open(
        f"/articles/{number}", method=method, data=FORM, subdomain="desk"
    )

    assert page.status_code == status


def test_a_paper_is_uploaded(app: Any, at_desk: Callable[..., Any], client: Any) -> None:
    """It is kept under a name of our own, and readers of the edition get it."""
    paper = (io.BytesIO(b"%PDF-1.7 today"), "../../evil.pdf")
    form = {"edition": "paris", "day": "2026-05-04", "paper": paper}
    page = at_desk().post("/papers/new", data=form, subdomain="desk", follow_redirects=True)

    assert "The paper of 2026-05-04 is there." in page.text
    assert client.get("/2026-05-04/paper.pdf", subdomain="paris").data == b"%PDF-1.7 today"
    kept = [file.name for file in Path(app.config["PAPERS"]).iterdir()]
    assert kept == ["paris-2026-05-04.pdf"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"paper": (io.BytesIO(b"<html>"), "a.pdf")}, 422, id="no PDF"),
        pytest.param({"day": "soon"}, 400, id="no day"),
        pytest.param({"edition": "tokyo"}, 400, id="no edition"),
        pytest.param({"paper": b"text"}, 400, id="no file"),
    ],
)
def test_what_is_no_paper_is_refused(
    at_desk: Callable[..., Any], changes: dict[str, Any], status: int
) -> None:
    """The content decides, not the name."""
    form = {"edition": "paris", "day": "2026-05-04", **changes}

    answer = at_desk().post("/papers/new", data=form, subdomain="desk")

    assert answer.status_code == status
