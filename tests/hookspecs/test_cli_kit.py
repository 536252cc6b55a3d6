"""What providers of the slot ``cli`` have in common, with a program of the test's own."""

from __future__ import annotations

import sys

import pytest

from pegboard_contracts.small_program import SmallProgram, command
from pegboard_hookspecs.cli_kit import (
    OPTIONS_HELP,
    Catalogue,
    capitalised,
    complain,
    complain_of,
    group_help,
    rows_below,
    summary_of,
    unknown_command,
    warn,
)
from pegboard_hookspecs.errors import CommandError, PegboardError


def _catalogue() -> Catalogue:
    early = [command("run", needs_app=False, origin="x"), command("db ping", needs_app=False)]
    late = [
        command("db init", help="Create.\n\nAll.", group_help="The tables.", aliases=(("setup",),)),
        command("own", help="Mine."),
        command("own more"),
    ]
    return Catalogue(SmallProgram(early, late))


@pytest.mark.parametrize(
    ("words", "name", "is_listed"),
    [
        ("run", ("run",), False),
        ("db ping", ("db", "ping"), False),
        ("db", None, False),
        ("db init", ("db", "init"), True),
        ("setup", ("db", "init"), True),
        ("nothing", None, True),
    ],
)
def test_a_command_is_found_by_its_words(
    words: str, name: tuple[str, ...] | None, *, is_listed: bool
) -> None:
    """Words or an alias lead to a command; the application is asked only when it must be."""
    catalogue = _catalogue()
    found = catalogue.find(tuple(words.split()))

    assert (found and found.name) == name
    assert catalogue.is_listed is is_listed


@pytest.mark.parametrize(("word", "is_group"), [("db", True), ("own", True), ("run", False)])
def test_a_group_has_commands_below(word: str, *, is_group: bool) -> None:
    """A word is a group when commands of the plugins or of the application are below it."""
    assert _catalogue().is_group((word,)) is is_group


def test_commands_are_listed_by_who_brings_them() -> None:
    """What only the application brings has a list of its own, right below the program."""
    assert rows_below(_catalogue()) == {
        "Commands": {"run": ""},
        "Commands of the application": {"db": "The tables.", "own": "Mine."},
    }
    assert rows_below(_catalogue(), ("db",)) == {"Commands": {"init": "Create.", "ping": ""}}


def test_a_provider_may_describe_commands_itself() -> None:
    """Of a command that a toolkit made the provider knows the help."""
    lists = rows_below(_catalogue(), ("db",), lambda each: each.name[-1].upper())

    assert lists == {"Commands": {"init": "INIT", "ping": "PING"}}


def test_a_group_without_help_shows_what_is_in_it() -> None:
    """The line of a group is its help, or else the words below it."""
    commands = (command("a b"), command("a c d"), command("a c e"))

    assert summary_of(("a",), commands) == "b, c"


def test_a_group_has_its_own_help() -> None:
    """The help of a group is what one of its commands says of it."""
    catalogue = _catalogue()

    assert [group_help(catalogue, (word,)) for word in ("db", "own")] == ["The tables.", ""]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("rum", "There is no command 'rum'. Did you mean 'run'?"),
        ("db zzz", "There is no command 'db zzz'."),
    ],
)
def test_an_unknown_command_is_named(words: str, sentence: str) -> None:
    """A word that is no command is named with all in front of it, and the nearest one."""
    assert unknown_command(_catalogue(), tuple(words.split())) == sentence


def test_an_application_that_is_missing_may_be_the_reason() -> None:
    """Where there is no application, its commands are missing."""
    catalogue = Catalogue(SmallProgram(is_lost=True))

    assert unknown_command(catalogue, ("x",)) == (
        "There is no command 'x'.\n"
        "Commands of an application are missing: There is no application here."
    )


def test_a_terminal_gets_whole_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal a long sentence is wrapped at words, and lines stay lines."""
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    complain("A sentence that is long.\n\nAnother line.")

    assert capsys.readouterr() == ("", "A sentence that is\nlong.\n\nAnother line.\n")


@pytest.mark.parametrize(
    ("error", "code"), [(PegboardError("It."), 2), (CommandError("It.", exit_code=7), 7)]
)
def test_an_error_is_printed_with_its_notes(
    error: PegboardError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error of Pegboard is a sentence and its notes, and gives its exit code, or 2."""
    error.add_note("And more.")

    assert complain_of(error) == code
    assert capsys.readouterr().err == "Error: It.\nAnd more.\n"


def test_an_error_without_notes_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing follows an error on which nothing was noted."""
    complain_of(PegboardError("It."))

    assert capsys.readouterr().err == "Error: It.\n"


def test_what_went_wrong_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """Complaints of a program are printed below what was asked for."""
    program = SmallProgram()
    program.complaints = ["One.", "Two."]
    warn(program)

    assert capsys.readouterr().err == "\nWarning: One.\n\nWarning: Two.\n"


def test_every_option_in_front_has_a_help() -> None:
    """What stands in front of a command is described once, for every provider."""
    assert set(OPTIONS_HELP) == {"--app", "--debug", "--env-file", "--version", "--help"}
    assert all(text == capitalised(text) for text in OPTIONS_HELP.values())
