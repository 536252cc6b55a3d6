"""The newsroom's commands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from newsroom import create_app


@pytest.fixture
def run(app: Any) -> Callable[..., Any]:
    """A function that runs a command."""
    invoke: Callable[..., Any] = app.test_cli_runner().invoke
    return invoke


def test_articles_are_listed_and_published(
    run: Callable[..., Any], write: Callable[..., int], client: Any
) -> None:
    """Drafts are published by their numbers, several at once, on a day if one is given."""
    numbers = [str(write(title=title)) for title in ("One", "Two")]
    assert run("articles list --drafts").stdout.count("draft") == 2

    result = run(["articles", "publish", *numbers, "--day", "2026-05-04"])

    assert result.stdout == "Published 1 on 2026-05-04.\nPublished 2 on 2026-05-04.\n"
    assert run("articles list -e berlin").stdout.splitlines()[0].split()[:2] == ["2", "2026-05-04"]
    assert run("articles list -e paris").stdout == ""
    assert client.get("/2026-05-04/two", subdomain="berlin").status_code == 200


def test_today_is_the_day_when_none_is_given(
    run: Callable[..., Any], write: Callable[..., int]
) -> None:
    """As at the desk."""
    assert f"on {datetime.now(UTC).date()}" in run(f"articles publish {write()}").stdout


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("articles publish 7", "There is no draft 7."),
        (f"articles publish {2**63}", f"There is no draft {2**63}."),
        ("articles publish 1 --day soon", "'soon' is no day. Write it as in 2026-05-04."),
        ("articles withdraw 7 --yes", "There is no article 7."),
        ("articles list -e tokyo", "'tokyo' is not one of 'berlin', 'london', 'paris'"),
        ("accounts add ada --role king --password x", "'king' is not one of"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    run: Callable[..., Any], line: str, complaint: str
) -> None:
    """There is no traceback, and the exit code is not zero."""
    result = run(line)

    assert result.exit_code != 0
    assert complaint in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("options", "answer", "is_done"),
    [("", "y\n", True), ("", "n\n", False), ("--yes", "", True)],
    ids=["yes", "no", "not asked"],
)
def test_withdrawing_is_confirmed(
    run: Callable[..., Any],
    write: Callable[..., int],
    options: str,
    answer: str,
    is_done: bool,
) -> None:
    """Nothing happens without a yes."""
    number = write(date(2026, 5, 4))
    result = run(f"articles withdraw {number} {options}", input=answer)

    assert (result.exit_code == 0) is is_done
    assert ("is a draft again" in result.stdout) is is_done


def test_an_account_gets_a_password_that_is_typed_twice(
    run: Callable[..., Any], client: Any
) -> None:
    """The password is not shown, and opens the desk; a name is given once."""
    result = run("accounts add Ada --role editor", input="lovelace\nlovelace\n")
    form = {"name": "Ada", "password": "lovelace"}
    answer = client.post("/log-in", data=form, subdomain="desk")

    assert "Ada may work at the desk, as editor." in result.stdout
    assert "lovelace" not in result.output
    assert answer.status_code == 302
    again = run("accounts add ADA --password x")
    assert "There is an account 'ADA' already." in again.stderr


def test_editions_are_listed_with_their_addresses(run: Callable[..., Any]) -> None:
    """Outside of requests URLs are built of the settings."""
    lines = run("editions list").stdout.splitlines()

    assert [line.split()[2] for line in lines] == [
        f"http://{edition}.newsroom.test/" for edition in ("berlin", "london", "paris")
    ]


def test_the_sample_is_for_an_empty_newsroom(run: Callable[..., Any], client: Any) -> None:
    """It fills every edition, and tells the passwords once."""
    result = run("sample")
    name, password = result.stdout.splitlines()[-2].split()
    answer = client.post("/log-in", data={"name": name, "password": password}, subdomain="desk")

    assert answer.status_code == 302
    for edition in ("berlin", "london", "paris"):
        assert client.get("/", subdomain=edition).text.count("<article") == 3
    assert "The sample is for an empty newsroom." in run("sample").stderr


def test_migrate_says_what_it_did(settings: dict[str, Any], tmp_path: Path) -> None:
    """Where the start does not do it, the command does."""
    new = {"DATABASE": str(tmp_path / "new.sqlite"), "MIGRATES_AT_START": False}
    app = create_app("testing", {**settings, **new})
    run = app.test_cli_runner().invoke

    assert run("migrate").stdout.splitlines()[0] == "0001_accounts.sql"
    assert run("migrate").stdout == "Nothing to do.\n"


def test_the_shell_has_names(app: Any, write: Callable[..., int]) -> None:
    """Articles and editions are at hand without an import."""
    write(date(2026, 5, 4), title="A bridge")
    names = app.make_shell_context()

    with app.app_context():
        (article,) = names["articles"].latest(names["EDITIONS"]["berlin"], 1)
    assert article.title == "A bridge"


def test_the_newsroom_is_a_program(tmp_path: Path) -> None:
    """``python -m newsroom`` has the same commands, under its own name."""
    result = subprocess.run(
        [sys.executable, "-m", "newsroom", "editions", "--help"],
        cwd=Path(__file__).parents[1],
        env={"NEWSROOM_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Usage: newsroom editions" in result.stdout
    assert "Show the editions, with their addresses." in result.stdout
