"""The commands of the library, and its settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from library import create_app
from pegboard_hookspecs.errors import ConfigurationError

Run = Callable[..., Any]


@pytest.fixture
def run(app: Any) -> Run:
    """What runs a command of the library."""
    invoke: Run = app.test_cli_runner().invoke
    return invoke


def test_a_library_is_begun(tmp_path: Path) -> None:
    """The first two commands make the tables and fill them; the tokens they print work."""
    app = create_app({"DATABASE": str(tmp_path / "new" / "library.sqlite")})
    run: Run = app.test_cli_runner().invoke

    assert "Made the tables" in run("init-db").stdout
    email, token = run("seed").stdout.splitlines()[0].split()
    answer = app.test_client().get("/v1/members/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.json["email"] == email
    assert "Run init-db first" in run("seed").stderr


def test_a_member_gets_a_token(run: Run, app: Any, grace: Any) -> None:
    """The command prints one more token for a member, and says so if there is none."""
    printed = run("library token grace@example.org")
    nobody = run("library token bob@example.org")

    token = {"Authorization": f"Bearer {printed.stdout.strip()}"}
    assert app.test_client().get("/v1/members/me", headers=token).json["name"] == "Grace"
    assert nobody.exit_code == 2
    assert "There is no member 'bob@example.org'." in nobody.stderr


def test_tokens_are_kept_as_digests(run: Run, app: Any, grace: Any) -> None:
    """Who steals the database cannot borrow books with it."""
    token = run("library token grace@example.org").stdout.strip()

    files = Path(app.config["DATABASE"]).parent.glob("library.sqlite*")
    assert not any(token.encode() in file.read_bytes() for file in files)


def test_an_export_is_imported(run: Run, visitor: Any, tmp_path: Path) -> None:
    """What was exported goes into an empty library, and changes what is there already."""
    file = tmp_path / "books.ndjson"
    file.write_text(visitor.get("/v1/books/export").text)
    run("init-db")

    results = [run(["library", "books", "import", str(file)]) for _ in range(2)]

    assert [result.stdout for result in results] == ["Books imported: 5.\n"] * 2
    assert visitor.get("/v1/books").json["total"] == 5
    assert visitor.get("/v1/books/export").text == file.read_text()


def test_an_import_takes_all_or_nothing(run: Run, visitor: Any, tmp_path: Path) -> None:
    """Each bad line is named, and the good ones are not taken either."""
    book = {"isbn": "9780201896831", "title": "TAOCP", "author": "Knuth", "year": 1997}
    lines = [json.dumps(book), "{", json.dumps({**book, "copies": "two"})]
    file = tmp_path / "books.ndjson"
    file.write_text("\n".join(lines))

    result = run(["library", "books", "import", str(file)])

    assert result.exit_code == 1
    assert "Line 2: " in result.stderr
    assert "Line 3: This must be a whole number." in result.stderr
    assert visitor.get("/v1/books").json["total"] == 5


def test_an_import_needs_a_file(run: Run, tmp_path: Path) -> None:
    """A file that is not there is told in one sentence."""
    result = run(["library", "books", "import", str(tmp_path / "none")])

    assert result.exit_code == 2
    assert result.stderr.endswith("none cannot be read: No such file or directory.\n")


def test_without_a_database_a_command_says_so(tmp_path: Path) -> None:
    """One sentence with the cure, and no traceback."""
    app = create_app({"DATABASE": str(tmp_path / "none.sqlite")})

    result = app.test_cli_runner().invoke("seed")

    assert result.exit_code == 2
    assert result.stderr == "Error: There is no database yet. Run: pegboard init-db\n"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two underscores reach into the table of partners."""
    monkeypatch.setenv("LIBRARY_LOAN_DAYS", "14")
    monkeypatch.setenv("LIBRARY_PARTNERS__north", "https://north.example")

    config = create_app().config

    assert config["LOAN_DAYS"] == 14
    assert config["PARTNERS"] == {"north": "https://north.example"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOAN_DAYS", "soon"),
        ("LOAN_DAYS", "0"),
        ("FINE_PER_DAY", "0.2"),
        ("LOG_LEVEL", "LOUD"),
        ("PARTNERS__north", "file:///etc/passwd"),
    ],
)
def test_a_wrong_setting_ends_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The message names the variable and what is wrong with it."""
    monkeypatch.setenv(f"LIBRARY_{name}", value)

    with pytest.raises(ConfigurationError, match=f"LIBRARY_{name}"):
        create_app()


def test_what_is_not_needed_is_not_on_board(app: Any) -> None:
    """The project file switches sessions, templates and static files off."""
    slots = ("json", "errors", "routing", "sessions", "static", "templating")

    assert [slot for slot in slots if app.has_slot(slot)] == ["json", "errors", "routing"]
