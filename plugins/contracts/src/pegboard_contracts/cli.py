"""The suite of the slot ``cli``: commands, their help and errors; parameters are beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard_contracts.parameters import ParametersContract
from pegboard_contracts.small_program import SmallProgram, command
from pegboard_hookspecs.errors import CommandError, SetupError, SlotEmptyError

__all__ = ["CLIContract"]


def _give(code: int) -> Callable[[], int]:
    return lambda: code


def _raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


class CLIContract(ParametersContract):
    """What every provider of the slot ``cli`` does."""

    @pytest.mark.parametrize(("given", "code"), [(0, 0), (3, 3), (None, 0)], ids=str)
    def test_the_exit_code_is_the_command_s(self, given: Any, code: int) -> None:
        """The exit code is what the program gives for the command."""
        assert self.present(SmallProgram(late=[command("work", lambda: given)]), "work") == code

    def test_words_lead_to_a_command(self) -> None:
        """A command may have several words, some of which it shares with others."""
        program = SmallProgram(
            [command("db dump all", _give(1))], [command("db init", _give(2)), command("dbx")]
        )
        codes = [self.present(program, words) for words in ("db dump all", "db init", "dbx")]

        assert codes == [1, 2, 0]
        assert [words for words, *_ in program.runs] == ["db dump all", "db init", "dbx"]

    def test_an_alias_is_the_same_command(self) -> None:
        """A command answers to its aliases, with as many words as they have."""
        aliases = (("setup",), ("db", "i"))
        program = SmallProgram(late=[command("db init", _give(4), aliases=aliases)])

        assert [self.present(program, words) for words in ("setup", "db i")] == [4, 4]

    @pytest.mark.parametrize("words", ["run", "db ping", "--version", "--app x run", "--debug run"])
    def test_the_application_is_loaded_late(self, words: str) -> None:
        """The application is not loaded for what does not need it."""
        early = [command("run", needs_app=False), command("db ping", needs_app=False)]
        program = SmallProgram(early, is_lost=True)

        assert self.present(program, words) == 0
        assert program.loads == 0

    @pytest.mark.parametrize("words", ["-A shop:app it", "--app shop:app it", "--app=shop:app it"])
    def test_the_application_is_named(self, words: str) -> None:
        """The program knows which application is meant before the command runs."""
        program = SmallProgram(late=[command("it")])
        self.present(program, words)

        assert [reference for *_, reference in program.runs] == ["shop:app"]

    @pytest.mark.parametrize(
        ("words", "is_debug"), [("--debug it", True), ("--no-debug it", False), ("it", None)]
    )
    def test_debug_mode_is_told(self, words: str, *, is_debug: bool | None) -> None:
        """The program knows what was said of debug mode, if anything was."""
        program = SmallProgram(late=[command("it")])
        self.present(program, words)

        assert program.is_debug is is_debug

    @pytest.mark.parametrize("option", ["-e", "--env-file"])
    def test_files_of_variables_are_told(self, option: str) -> None:
        """The program reads the file that is named."""
        program = SmallProgram(late=[command("it")])

        assert self.present(program, [option, "my.env", "it"]) == 0
        assert program.env_files == [Path("my.env")]

    def test_the_version_is_the_program_s(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The version is printed, as the program says it."""
        assert self.present(SmallProgram(), "--version") == 0
        assert SmallProgram.version in capsys.readouterr().out

    def test_commands_are_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help lists all commands with the first line of their help, and no alias."""
        early = [command("routes", help="Show them.\n\nAll of them.", aliases=(("rts",),))]
        late = [command("own one", group_help="Ours.")]
        code = self.present(SmallProgram(early, late), "--help")
        printed = capsys.readouterr().out

        assert code == 0
        assert all(text in printed for text in ("routes", "Show them.", "own", "Ours."))
        assert "All of them." not in printed
        assert "rts" not in printed

    def test_the_help_names_the_options(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help has the options that stand in front of a command."""
        self.present(SmallProgram(), "--help")
        printed = capsys.readouterr().out

        for option in ("--app", "--debug", "--no-debug", "--env-file", "--version", "--help"):
            assert option in printed

    def test_commands_are_listed_without_an_application(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is there without the application is listed where there is none."""
        program = SmallProgram([command("routes")], is_lost=True)

        assert self.present(program, "--help") == 0
        assert "routes" in capsys.readouterr().out

    def test_a_group_lists_its_commands(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help of a group has its commands, and not those of others."""
        program = SmallProgram(late=[command("db init", help="Create."), command("routes")])

        assert self.present(program, "db --help") == 0
        printed = capsys.readouterr().out
        assert "init" in printed
        assert "Create." in printed
        assert "routes" not in printed

    def test_the_help_of_a_command_says_everything(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The help of a command has its text and its parameters, and nothing is run."""

        def greet(name: str, *, count: int = 3, loud: bool = False) -> None:
            """Greet somebody.

            Many times.

            :param count: how often he is greeted.
            """

        program = SmallProgram(late=[command("greet", greet)])

        assert self.present(program, "greet --help") == 0
        printed = capsys.readouterr().out.lower()
        for text in ("greet somebody.", "many times.", "name", "--count", "--loud", "--no-loud"):
            assert text in printed
        assert "how often he is greeted" in printed
        assert program.runs == []

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (SlotEmptyError("A sentence with its cure."), 2),
            (SetupError("A sentence with its cure."), 2),
            (CommandError("A sentence with its cure."), 2),
            (CommandError("A sentence with its cure.", exit_code=9), 9),
        ],
        ids=lambda value: getattr(value, "exit_code", type(value).__name__),
    )
    def test_an_error_of_pegboard_is_a_sentence(
        self, error: Exception, code: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """An error with its own cure is one sentence on standard error, and its exit code."""
        program = SmallProgram(late=[command("fail", _raising(error))])

        assert self.present(program, "fail") == code
        printed = capsys.readouterr()
        assert printed.err.count("A sentence with its cure.") == 1
        assert "Traceback" not in printed.err
        assert printed.out == ""

    @pytest.mark.parametrize("error", [ValueError("mine"), KeyError("k"), ZeroDivisionError()])
    def test_an_exception_of_the_user_passes(self, error: Exception) -> None:
        """What the user's own code raises is left to the program."""
        program = SmallProgram(late=[command("fail", _raising(error))])

        with pytest.raises(type(error)) as caught:
            self.present(program, "fail")
        assert caught.value is error

    def test_output_is_the_command_s_own(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Of a command that ran nothing is printed but what it prints."""
        program = SmallProgram(late=[command("it", lambda: print("mine"))])  # noqa: T201 - captured
        self.present(program, "it")

        assert capsys.readouterr() == ("mine\n", "")
