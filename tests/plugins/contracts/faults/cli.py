"""Providers of the slot ``cli`` that each break one rule."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO
from typing import Any
from unittest.mock import patch

from pegboard_cli import ClickCommands
from pegboard_cli import presentation as click_presentation
from pegboard_hookspecs import Command, Program, hookimpl
from pegboard_hookspecs.errors import CommandError, PegboardError
from tests.plugins.contracts.running import Fault


class _Runs(ClickCommands, Fault):
    """Changes how a command line is run."""

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        return ClickCommands.run_program(self, program, arguments)

    @hookimpl
    def run_program(self, program: Program, arguments: Sequence[str]) -> int:
        return self.run(program, arguments)


class SucceedsAlways(_Runs):
    breaks = "test_the_exit_code_is_the_command_s"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        super().run(program, arguments)
        return 0


class SucceedsWithUnknownWords(_Runs):
    breaks = "test_words_that_do_not_fit_are_refused"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        code = super().run(program, arguments)
        return 0 if code == 2 else code


class EndsWithOneForUnknownWords(_Runs):
    breaks = "test_words_that_do_not_fit_are_refused"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        return min(super().run(program, arguments), 1)


class SaysNothing(_Runs):
    breaks = "test_words_that_do_not_fit_are_refused"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        with redirect_stderr(StringIO()):
            return super().run(program, arguments)


class ComplainsOnStandardOutput(_Runs):
    breaks = "test_an_error_of_pegboard_is_a_sentence"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        with redirect_stderr(sys.stdout):
            return super().run(program, arguments)


class _Catches(_Runs):
    """Treats what commands raise in its own way."""

    def caught(self, error: Exception) -> int:
        raise NotImplementedError

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        caught: list[Exception] = []
        invoke = program.invoke

        def note(command: Any, values: Any) -> int:
            try:
                code: int = invoke(command, values)
            except Exception as error:  # noqa: BLE001 - the fault
                caught.append(error)
                return 0
            return code

        program.invoke = note
        code = super().run(program, arguments)
        return self.caught(caught[0]) if caught else code


class ShowsTracebacks(_Catches):
    breaks = "test_an_error_of_pegboard_is_a_sentence"

    def caught(self, error: Exception) -> int:
        traceback.print_exception(error)
        return 2


class HasOneCodeForErrors(_Catches):
    breaks = "test_an_error_of_pegboard_is_a_sentence"

    def caught(self, error: Exception) -> int:
        if not isinstance(error, PegboardError):
            raise error
        print(error, file=sys.stderr)  # noqa: T201 - what a command line is for
        return 1


class SwallowsExceptions(_Catches):
    breaks = "test_an_exception_of_the_user_passes"

    def caught(self, error: Exception) -> int:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201 - what a command line is for
        return 1


class WrapsExceptions(_Catches):
    breaks = "test_an_exception_of_the_user_passes"

    def caught(self, error: Exception) -> int:
        raise CommandError(str(error)) from error


class LoadsAtOnce(_Runs):
    breaks = "test_the_application_is_loaded_late"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        program.commands()
        return super().run(program, arguments)


class _Without(_Runs):
    """Takes some words away."""

    words: tuple[str, ...] = ()

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        return super().run(program, [each for each in arguments if each not in self.words])


class _ForgetfulProgram:
    """Passes on everything but what is assigned."""

    def __init__(self, program: Any, forgets: str, value: object) -> None:
        vars(self).update(_program=program, _forgets=forgets, _value=value)

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["_program"], name)

    def __setattr__(self, name: str, value: object) -> None:
        own = vars(self)
        setattr(own["_program"], name, own["_value"] if name == own["_forgets"] else value)


class ForgetsTheApplication(_Runs):
    breaks = "test_the_application_is_named"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        return super().run(_ForgetfulProgram(program, "app_reference", None), arguments)


class DebugsAlways(_Runs):
    breaks = "test_debug_mode_is_told"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        program.is_debug = "--debug" in arguments
        return super().run(program, arguments)


class IgnoresNoDebug(_Without):
    breaks = "test_debug_mode_is_told"
    words = ("--no-debug",)


class KnowsNoFiles(_Without):
    breaks = "test_files_of_variables_are_told"
    words = ("-e", "--env-file")


class HasAVersionOfItsOwn(_Runs):
    breaks = "test_the_version_is_the_program_s"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        if "--version" in arguments:
            print("click 8")  # noqa: T201 - what a command line is for
            return 0
        return super().run(program, arguments)


class _Changes(_Runs):
    """Changes commands before they are presented."""

    def changed(self, command: Command) -> Command:
        return command

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        commands = program.commands

        def change(*, with_app: bool = True) -> list[Command]:
            return [self.changed(each) for each in commands(with_app=with_app)]

        program.commands = change
        return super().run(program, arguments)


class KnowsNoAliases(_Changes):
    breaks = "test_an_alias_is_the_same_command"

    def changed(self, command: Command) -> Command:
        return replace(command, aliases=())


class TakesTheFirstWordOnly(_Changes):
    breaks = "test_words_lead_to_a_command"

    def changed(self, command: Command) -> Command:
        return replace(command, name=command.name[:1])


class PassesNothingOn(_Changes):
    breaks = "test_unknown_words_are_passed_on"

    def changed(self, command: Command) -> Command:
        return replace(command, passes_rest=False)


class ListsNoHelp(_Changes):
    breaks = "test_commands_are_listed"

    def changed(self, command: Command) -> Command:
        return replace(command, help="", group_help="")


class FailsToListWithoutAnApplication(_Runs):
    breaks = "test_commands_are_listed_without_an_application"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        if "--help" in arguments:
            program.load_app()
        return super().run(program, arguments)


class ListsTheSameEverywhere(_Runs):
    breaks = "test_a_group_lists_its_commands"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        return super().run(program, ["--help"] if "--help" in arguments else arguments)


class ListsForeignOptionsOnly(_Runs):
    breaks = "test_the_help_names_the_options"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        out = StringIO()
        with redirect_stdout(out):
            code = super().run(program, arguments)
        print(out.getvalue().replace("--env-file", "--file"))  # noqa: T201 - what a command line is for
        return code


class _Presents(_Runs):
    """Replaces a part of the presentation."""

    part: str
    instead: Any

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        with patch.object(click_presentation, self.part, type(self).__dict__["instead"]):
            return super().run(program, arguments)


def _texts(context: Any, parameters: Any) -> dict[str, Any]:
    return {each.name: str(context.params[each.name]) for each in parameters}


def _all_values(context: Any, parameters: Any) -> dict[str, Any]:
    return {each.name: context.params[each.name] for each in parameters}


class ConvertsNothing(_Presents):
    breaks = "test_words_become_values"
    part = "given_values"
    instead = _texts


class GivesNoneForWhatIsLeftOut(_Presents):
    breaks = "test_words_become_values"
    part = "given_values"
    instead = _all_values


class RunsWithTheHelp(_Runs):
    breaks = "test_the_help_of_a_command_says_everything"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        code = super().run(program, arguments)
        if "--help" in arguments:
            program.runs.append(("greet", {}, None))
        return code


class SaysWhatIsMissingFirst(_Runs):
    breaks = "test_help_goes_before_what_is_missing"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        return super().run(program, [each for each in arguments if each != "--help"])


class NamesNoWord(_Runs):
    breaks = "test_the_word_is_named"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        with redirect_stderr(StringIO()):
            code = super().run(program, arguments)
        if code:
            print("Usage: pegboard [OPTIONS] COMMAND", file=sys.stderr)  # noqa: T201 - what a command line is for
        return code


class ReadsNoVariables(_Runs):
    breaks = "test_the_environment_gives_what_words_do_not"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        with patch.dict(os.environ):
            os.environ.pop("SUITE_PORT", None)
            return super().run(program, arguments)


class PrefersVariables(_Runs):
    breaks = "test_the_environment_gives_what_words_do_not"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        port = os.environ.get("SUITE_PORT", "82")
        return super().run(program, [port if each == "82" else each for each in arguments])


class TakesEmptyVariables(_Runs):
    breaks = "test_a_variable_that_is_set_to_nothing_gives_nothing"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        empty = {name: "0" for name, text in os.environ.items() if name and not text}
        with patch.dict(os.environ, empty):
            return super().run(program, arguments)


class ForgivesVariables(_Runs):
    breaks = "test_the_environment_must_fit_too"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        with patch.dict(os.environ):
            if not os.environ.get("SUITE_PORT", "1").isdigit():
                del os.environ["SUITE_PORT"]
            return super().run(program, arguments)


class ShowsTheApplication(_Without):
    breaks = "test_what_is_injected_is_no_option"
    words = ("--app", "x")


class SaysWhatItDoes(_Runs):
    breaks = "test_output_is_the_command_s_own"

    def run(self, program: Any, arguments: Sequence[str]) -> int:
        code = super().run(program, arguments)
        print("Done.")  # noqa: T201 - what a command line is for
        return code
