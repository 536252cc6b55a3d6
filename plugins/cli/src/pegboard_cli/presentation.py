"""A program presented by click."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pegboard_cli.parameters import click_parameter, given_values
from pegboard_hookspecs import Command, Program
from pegboard_hookspecs.cli_kit import (
    OPTIONS_HELP,
    PROGRAM_HELP,
    Catalogue,
    capitalised,
    complain_of,
    group_help,
    rows_below,
    unknown_command,
    warn,
)
from pegboard_hookspecs.errors import PegboardError
from pegboard_hookspecs.parameters import description_of, parameters_of

__all__ = ["present"]

#: What variables that give options start with.
_PREFIX = "PEGBOARD"
#: More than any line of help has.
_LONG = 1_000
_INTERRUPTED = 130


def present(program: Program, arguments: Sequence[str]) -> int:
    """Read a command line, run its command, and give the exit code.

    An exception of the user's own code passes.
    """
    root = _Root(Catalogue(program))
    try:
        code: Any = root.main(
            list(arguments),
            prog_name=program.name,
            standalone_mode=False,
            auto_envvar_prefix=_PREFIX,
        )
    except PegboardError as error:
        return complain_of(error)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Aborted.", err=True)
        return _INTERRUPTED
    if root.catalogue.is_listed:
        warn(program)
    # A command that click made itself may return anything.
    return code if type(code) is int else 0


@click.pass_context
def _show_help(context: click.Context) -> None:
    """Run in front of each command, and by itself where no command is named."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


class _Group(click.Group):
    """The commands below some words."""

    def __init__(self, catalogue: Catalogue, words: tuple[str, ...], **options: Any) -> None:
        name = words[-1] if words else None
        super().__init__(name, callback=_show_help, invoke_without_command=True, **options)
        self.catalogue = catalogue
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(self.catalogue.below(self.words))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        words = (*self.words, cmd_name)
        command = self.catalogue.find(words)
        if command is not None:
            return _presented(self.catalogue.program, command)
        if self.catalogue.is_group(words):
            return _Group(self.catalogue, words)
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(unknown_command(self.catalogue, (*self.words, name)))
        command = self.catalogue.find((*self.words, name))
        if command is not None and command.needs_app and _is_of_click(command):
            # What click was told to call while it reads the words has the application, too.
            ctx.with_resource(self.catalogue.program.app_context())
        return super().resolve_command(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # Asked for as late as here, because it may come from the application.
        self.help = self.help or group_help(self.catalogue, self.words)
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        for title, rows in rows_below(self.catalogue, self.words, _description).items():
            with formatter.section(title):
                formatter.write_dl(list(rows.items()))


class _Root(_Group):
    """The program itself, with the options in front of the command."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(
            catalogue,
            (),
            help=PROGRAM_HELP,
            params=_options(catalogue.program),
        )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        # There is one, for nobody switches it off here.
        option: Any = super().get_help_option(ctx)
        # Behind the others, so that the application is known wherever it was named.
        option.is_eager = False
        found: click.Option = option
        return found


class _Command(click.Command):
    """One command."""

    def __init__(self, program: Program, command: Command) -> None:
        self.program = program
        self.command = command
        # Who decorates a function by click itself knows what it wants.
        own = _own_parameters(command)
        self.parameters = () if own else parameters_of(command)
        rest = {"ignore_unknown_options": True, "allow_extra_args": True}
        super().__init__(
            command.name[-1],
            params=[*reversed(own), *map(click_parameter, self.parameters)],
            help=description_of(command),
            context_settings=rest if command.passes_rest else None,
        )

    def invoke(self, ctx: click.Context) -> int:
        values = given_values(ctx, self.parameters) if self.parameters else dict(ctx.params)
        if self.command.passes_rest:
            values["rest"] = tuple(ctx.args)
        return self.program.invoke(self.command, values)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        arguments = [each for each in self.parameters if not each.is_option]
        rows = [
            (each.metavar or each.name.upper(), capitalised(each.help))
            for each in arguments
            if each.help
        ]
        if rows:
            with formatter.section("Arguments"):
                formatter.write_dl(rows)
        super().format_options(ctx, formatter)


def _presented(program: Program, command: Command) -> click.Command:
    if isinstance(command.function, click.Command):
        return command.function
    return _Command(program, command)


def _is_of_click(command: Command) -> bool:
    """Say whether a command was made by click, or its function decorated by it."""
    return isinstance(command.function, click.Command) or bool(_own_parameters(command))


def _own_parameters(command: Command) -> list[click.Parameter]:
    found: list[click.Parameter] = getattr(command.function, "__click_params__", [])
    return found


def _options(program: Program) -> list[click.Parameter]:
    def read_env_file(_: click.Context, __: click.Parameter, value: Path | None) -> None:
        if value is not None:
            program.read_env_file(value)

    def name_app(_: click.Context, __: click.Parameter, value: str | None) -> None:
        if value is not None:
            program.app_reference = value

    def set_debug(_: click.Context, __: click.Parameter, value: bool | None) -> None:  # noqa: FBT001
        if value is not None:
            program.is_debug = value

    def show_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
        if value:
            click.echo(program.version)
            context.exit()

    return [
        click.Option(
            ["-e", "--env-file"],
            type=click.Path(dir_okay=False, path_type=Path),
            callback=read_env_file,
            is_eager=True,
            expose_value=False,
            allow_from_autoenv=False,
            help=OPTIONS_HELP["--env-file"],
        ),
        click.Option(
            ["-A", "--app"],
            metavar="REFERENCE",
            callback=name_app,
            is_eager=True,
            expose_value=False,
            allow_from_autoenv=False,
            help=OPTIONS_HELP["--app"],
        ),
        click.Option(
            ["--debug/--no-debug"],
            default=None,
            callback=set_debug,
            is_eager=True,
            expose_value=False,
            allow_from_autoenv=False,
            help=OPTIONS_HELP["--debug"],
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            callback=show_version,
            is_eager=True,
            expose_value=False,
            allow_from_autoenv=False,
            help=OPTIONS_HELP["--version"],
        ),
    ]


def _description(command: Command) -> str:
    if isinstance(command.function, click.Command):
        # Its docstring is that of its class.
        return command.help or command.function.get_short_help_str(_LONG)
    return description_of(command)
