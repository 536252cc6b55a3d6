"""Who comes to the desk, and who may do what there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_the_desk_asks_who_somebody_is(client: Any) -> None:
    """Without a log-in every page leads to the form, which says why."""
    page = client.get("/papers/new", subdomain="desk", follow_redirects=True)

    assert page.request.path == "/log-in"
    assert "Log in first." in page.text


def test_name_and_password_open_the_desk(client: Any, hire: Callable[..., int]) -> None:
    """Capitals do not matter in a name; the session that was there is given up."""
    hire("Ada", "editor", "lovelace")
    with client.session_transaction(subdomain="desk") as session:
        session["planted"] = "by somebody else"
    form = {"name": " ada ", "password": "lovelace"}
    page = client.post("/log-in", data=form, subdomain="desk", follow_redirects=True)

    assert page.request.path == "/"
    assert "Log out Ada" in page.text
    with client.session_transaction(subdomain="desk") as session:
        assert set(session) == {"account"}


@pytest.mark.parametrize("name", ["Ada", "Nobody"])
def test_a_wrong_password_says_no_more_than_a_wrong_name(
    client: Any, hire: Callable[..., int], name: str
) -> None:
    """Both are answered alike."""
    hire("Ada")
    page = client.post("/log-in", data={"name": name, "password": "wrong"}, subdomain="desk")

    assert page.status_code == 401
    assert "Name or password is wrong." in page.text


def test_logging_out_leads_to_the_form(at_desk: Callable[..., Any]) -> None:
    """Afterwards the desk asks again."""
    visitor = at_desk()
    page = visitor.post("/log-out", subdomain="desk", follow_redirects=True)

    assert "You have logged out." in page.text
    assert visitor.get("/", subdomain="desk").status_code == 302


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/papers/new"),
        ("GET", "/articles.jsonl"),
        ("POST", "/articles/1/publish"),
        ("POST", "/articles/1/withdraw"),
    ],
)
def test_writers_may_not_do_what_editors_do(
    at_desk: Callable[..., Any], method: str, path: str
) -> None:
    """They see the desk's own page for errors, with the reason."""
    page = at_desk("Ben", "writer").open(path, method=method, subdomain="desk")

    assert page.status_code == 403
    assert "Only an account with the role &#39;editor&#39; may do this." in page.text
    assert "Log out Ben" in page.text


@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 302), ("none", 302), ("same-site", 403), ("cross-site", 403)],
)
def test_forms_of_other_origins_are_refused(
    at_desk: Callable[..., Any], site: str, status: int
) -> None:
    """Not even a page of an edition may send the desk something in somebody's name."""
    headers = {"Sec-Fetch-Site": site}

    assert at_desk().post("/log-out", subdomain="desk", headers=headers).status_code == status


def test_readers_have_no_session(client: Any) -> None:
    """Pages of editions set no cookie, and can be kept by caches."""
    answer = client.get("/", subdomain="berlin")

    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers
