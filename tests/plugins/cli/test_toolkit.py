"""Commands that click made itself."""

from __future__ import annotations

from typing import Any

import click
import pytest

from pegboard import Pegboard, current_app
from pegboard.testing import Result
from tests.plugins.cli.stage import Stage, command


@click.command("init-db")
@click.option("--fresh/--kept", help="Drop what is there.")
def init_db(fresh: bool) -> str:
    """Make the tables.

    All of them.
    """
    click.echo(f"{current_app.name} {fresh}")
    return "made"


@click.group()
@click.option("--dry", is_flag=True)
def db(dry: bool) -> None:
    """Look after the database."""
    click.echo(f"dry: {dry}")


@db.command()
@click.argument("number", type=int)
def up(number: int) -> None:
    """Upgrade."""
    click.echo(f"up {number} {current_app.name}")


def _nothing() -> None: ...


bare = click.command("bare")(_nothing)


def _app() -> Pegboard:
    app = Pegboard("site", static_folder=None)
    app.cli.add_command(init_db)
    app.cli.add_command(init_db, "again")
    app.cli.group("own").add_command(db)
    return app


def _run(*words: str) -> Result:
    result: Result = _app().test_cli_runner().invoke(words)
    return result


@pytest.mark.item("A17.7")
@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (("init-db", "--fresh"), "site True\n"),
        (("again",), "site False\n"),
        (("own", "db", "--dry", "up", "3"), "dry: True\nup 3 site\n"),
    ],
)
def test_a_command_of_click_runs(words: tuple[str, ...], printed: str) -> None:
    """A command or a group that click made runs with the application current, and ends with 0."""
    result = _run(*words)

    assert (result.exit_code, result.output) == (0, printed)


@pytest.mark.item("A17.9", "B13.7")
def test_click_finds_the_application_current() -> None:
    """What click calls while it reads the words has the application that the program loaded."""
    app = Pegboard("site", static_folder=None)
    seen: list[object] = []

    def check(context: click.Context, parameter: click.Parameter, value: object) -> object:
        found: Any = current_app
        seen.append(found._get_current_object())
        return value

    @app.cli.command("show")
    @click.option("--name", callback=check)
    def show(name: str) -> None:
        check(click.get_current_context(), click.Option(["--x"]), name)

    with Pegboard("other").app_context():
        assert app.test_cli_runner().invoke("show").exit_code == 0

    assert seen == [app, app]


def test_a_command_of_click_may_be_given_to_a_runner() -> None:
    """A test may name the command by the object that click made."""
    result = _app().test_cli_runner().invoke(init_db, ["--fresh"])

    assert result.output == "site True\n"


def test_click_refuses_what_it_does_not_take() -> None:
    """What is wrong with the words is said by click, with its code."""
    result = _run("own", "db", "up", "many")

    assert result.exit_code == 2
    assert "Usage: pegboard own db up [OPTIONS] NUMBER" in result.stderr


def test_click_describes_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Lists have the help that click has, or what the command was declared with."""
    functions: list[Any] = [init_db, bare, db]
    stage = Stage(
        late=[
            *(command(each.name, each) for each in functions),
            command("told", bare, help="Told elsewhere."),
        ]
    )

    assert stage.out(capsys, "--help").endswith(
        """
Commands of the application:
  bare
  db       Look after the database.
  init-db  Make the tables.
  told     Told elsewhere.
"""
    )


def test_a_command_of_click_may_need_no_application() -> None:
    """What a plugin brings so runs without loading an application."""
    stage = Stage([command("bare", bare, needs_app=False)])

    assert stage.run("bare") == 0
    assert stage.loads == 0
