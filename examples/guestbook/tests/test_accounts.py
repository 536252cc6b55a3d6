"""Signing up, logging in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ADA = {"name": "Ada", "password": "lovelace"}


def test_a_visitor_signs_up_and_logs_in(client: Any) -> None:
    """After signing up, name and password log a visitor in, and the page greets her."""
    client.post("/account/sign-up", data=ADA)

    page = client.post("/account/log-in", data=ADA, follow_redirects=True)

    assert "Hello, Ada." in page.text
    assert page.request.path == "/"


def test_logging_out_forgets_the_visitor(log_in: Callable[..., Any]) -> None:
    """After logging out, writing needs a log-in again."""
    visitor = log_in()
    visitor.post("/account/log-out")

    page = visitor.get("/write", follow_redirects=True)

    assert page.request.path == "/account/log-in"
    assert "Log in first." in page.text


def test_logging_in_gives_the_session_up_that_was_there(client: Any) -> None:
    """Whatever a session held before the log-in is gone after it."""
    client.post("/account/sign-up", data=ADA)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    client.post("/account/log-in", data=ADA)

    with client.session_transaction() as session:
        assert "planted" not in session


@pytest.mark.parametrize(
    ("name", "password", "complaint"),
    [
        pytest.param("", "lovelace", "Choose a name", id="no name"),
        pytest.param("A" * 41, "lovelace", "Choose a name", id="long name"),
        pytest.param("Ada", "short", "Choose a password", id="short password"),
    ],
)
def test_what_cannot_be_an_account_is_refused(
    client: Any, name: str, password: str, complaint: str
) -> None:
    """A bad name or password is refused with the reason, and what was typed is kept."""
    page = client.post("/account/sign-up", data={"name": name, "password": password})

    assert page.status_code == 422
    assert complaint in page.text


def test_a_name_is_given_once(client: Any, log_in: Callable[..., Any]) -> None:
    """A second account of the same name is refused, in capitals too."""
    log_in()

    page = client.post("/account/sign-up", data={"name": "ADA", "password": "lovelace"})

    assert "is taken" in page.text


@pytest.mark.parametrize("name", ["Ada", "Nobody"])
def test_a_wrong_password_says_no_more_than_a_wrong_name(
    client: Any, log_in: Callable[..., Any], name: str
) -> None:
    """Both are answered alike, so that nobody can ask which names exist."""
    log_in()

    page = client.post("/account/log-in", data={"name": name, "password": "wrong"})

    assert page.status_code == 401
    assert "Name or password is wrong." in page.text


def test_passwords_are_kept_as_hashes(app: Any, log_in: Callable[..., Any]) -> None:
    """The database has no password in clear text."""
    log_in(password="a secret of hers")

    assert b"a secret of hers" not in Path(app.config["DATABASE"]).read_bytes()
