"""Which command a command line runs."""

from __future__ import annotations

import sys

import pytest

from pegboard_hookspecs.errors import CommandError, SlotEmptyError
from tests.plugins.cli.stage import Stage, command


def test_a_command_runs_and_gives_its_code() -> None:
    """The exit code of the program is that of the command."""
    stage = Stage(late=[command("work", lambda: 3)])

    assert stage.run("work") == 3


def test_a_command_without_code_succeeds() -> None:
    """A command that returns nothing ends the program with 0."""
    assert Stage(late=[command("work")]).run("work") == 0


def test_a_command_of_several_words_runs() -> None:
    """Words lead through groups to a command."""
    stage = Stage(late=[command("db dump all"), command("db init", lambda: 4)])

    assert stage.run("db", "init") == 4
    assert stage.run("db", "dump", "all") == 0


def test_an_alias_is_the_same_command() -> None:
    """A command answers to its aliases, with as many words as they have."""
    work = command("db init", lambda: 4, aliases=(("setup",), ("db", "i")))
    stage = Stage(late=[work])

    assert (stage.run("setup"), stage.run("db", "i")) == (4, 4)


def test_a_command_that_needs_no_application_runs_without_it() -> None:
    """The application is not loaded for a command that does not need it."""
    stage = Stage([command("run", needs_app=False), command("db ping", needs_app=False)])
    stage.run("run")
    stage.run("db", "ping")

    assert stage.loads == 0


def test_the_application_may_replace_a_command() -> None:
    """A command that needs the application may come from it."""
    stage = Stage([command("routes", lambda: 1)])
    stage.commands = lambda *, with_app=True: [command("routes", lambda: 2 if with_app else 1)]  # type: ignore[method-assign]

    assert stage.run("routes") == 2


def test_an_unknown_command_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """A word that is no command ends with 2, one sentence, and the nearest command."""
    code = Stage(late=[command("routes")]).run("rotes")

    assert code == 2
    assert "There is no command 'rotes'. Did you mean 'routes'?" in capsys.readouterr().err


def test_an_unknown_word_of_a_group_is_named_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """A word that is no command of a group is named with the group."""
    code = Stage(late=[command("db init")]).run("db", "zzz")

    assert code == 2
    assert "There is no command 'db zzz'.\n" in capsys.readouterr().err


def test_an_unknown_command_mentions_the_missing_application(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without an application, an unknown command may be one of its commands."""
    code = Stage.without_app(command("routes")).run("init-db")

    assert code == 2
    assert "Commands of an application are missing: none here" in capsys.readouterr().err


def test_a_broken_application_is_the_reason_for_an_unknown_command() -> None:
    """The application's own exception passes: it is why the command is not there."""
    with pytest.raises(ZeroDivisionError):
        Stage(trouble=ZeroDivisionError()).run("init-db")


def test_an_exception_of_the_user_passes() -> None:
    """What a command raises is left to the program."""

    def fail() -> None:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        Stage(late=[command("fail", fail)]).run("fail")


@pytest.mark.parametrize(
    ("error", "code"),
    [(SlotEmptyError("A sentence."), 2), (CommandError("A sentence.", exit_code=9), 9)],
)
def test_an_error_of_pegboard_is_a_sentence(
    capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    """An error with a cure of its own is printed as one sentence, and gives its exit code."""

    def fail() -> None:
        raise error

    assert Stage(late=[command("fail", fail)]).run("fail") == code
    assert capsys.readouterr().err == "Error: A sentence.\n"


def test_a_terminal_gets_whole_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal a long sentence is wrapped at words, and lines stay lines."""
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    def fail() -> None:
        raise CommandError("A sentence that is long.\nAnother line.")

    Stage(late=[command("fail", fail)]).run("fail")

    assert capsys.readouterr().err == "Error: A sentence\nthat is long.\nAnother line.\n"


def test_notes_of_an_error_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """What was noted on an error of Pegboard follows it."""

    def fail() -> None:
        error = CommandError("A sentence.")
        error.add_note("And more.")
        raise error

    Stage(late=[command("fail", fail)]).run("fail")

    assert capsys.readouterr().err == "Error: A sentence.\nAnd more.\n"


def test_an_interrupt_ends_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends the program with 130, as shells expect."""

    def wait() -> None:
        raise KeyboardInterrupt

    assert Stage(late=[command("wait", wait)]).run("wait") == 130
    assert "Aborted." in capsys.readouterr().err
