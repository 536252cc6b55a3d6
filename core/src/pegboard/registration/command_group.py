"""``app.cli`` and ``blueprint.cli``: commands as an application declares them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, overload

from pegboard.places import place_of_function
from pegboard_hookspecs import Command
from pegboard_hookspecs.errors import RegistrationError

__all__ = ["CommandGroup"]

F = TypeVar("F", bound=Callable[..., object])


class CommandGroup:
    """Commands below one word of the command line, or right below ``pegboard``.

    A command is a function, and its signature says what the command line gives it: see
    :class:`pegboard_hookspecs.Command`. The function itself is not changed, so that it can be
    called like any other.

    :param name: the word in front of the commands, or several with spaces between them, or "".
    :param help: one line about the group.
    """

    def __init__(self, name: str = "", *, help: str = "") -> None:  # noqa: A002 - as in Command
        self.name = name
        self.help = help
        self._commands: dict[str, Command] = {}
        self._groups: list[CommandGroup] = []

    @overload
    def command(self, name: F) -> F: ...

    @overload
    def command(
        self,
        name: str | None = None,
        *,
        help: str = "",
        needs_app: bool = True,
        aliases: tuple[str, ...] = (),
        passes_rest: bool = False,
    ) -> Callable[[F], F]: ...

    def command(
        self,
        name: str | F | None = None,
        *,
        help: str = "",  # noqa: A002 - as in Command
        needs_app: bool = True,
        aliases: tuple[str, ...] = (),
        passes_rest: bool = False,
    ) -> F | Callable[[F], F]:
        """Make the decorated function a command; it is returned unchanged.

        :param name: the command's word; the function's name with hyphens when left out.
        :param help: in place of the function's docstring.
        :param needs_app: run in the context of the application.
        :param aliases: other words for the same command.
        :param passes_rest: pass unknown words to the parameter ``rest``.
        :raises RegistrationError: the group has a command of that name.
        """

        def register(function: F) -> F:
            words = tuple((alias,) for alias in aliases)
            word = name if isinstance(name, str) else _word(function)
            self.add_command(
                Command((word,), function, help, needs_app, aliases=words, passes_rest=passes_rest)
            )
            return function

        return register(name) if callable(name) else register

    def group(self, name: str, *, help: str = "") -> CommandGroup:  # noqa: A002 - as in Command
        """Give the group of that name inside this one; it is made where there is none."""
        for group in self._groups:
            if group.name == name:
                return group
        return self.add_group(CommandGroup(name, help=help))

    def add_group(self, group: CommandGroup, name: str | None = None) -> CommandGroup:
        """Take a group with its commands, those added later included.

        :param name: in place of the group's own; "" puts its commands beside this group's.
        """
        if name is not None and name != group.name:
            renamed = CommandGroup(name, help=group.help)
            renamed._commands, renamed._groups = group._commands, group._groups
            group = renamed
        self._groups.append(group)
        return group

    def add_command(
        self, command: Command | Callable[..., object], name: str | None = None
    ) -> None:
        """Take a command, or what one is made of: a function, or a command of another toolkit.

        A toolkit's own command, such as one made by ``@click.command``, is presented by the
        toolkit itself; a provider of the slot ``cli`` that does not know it refuses it.

        :param name: in place of the command's own.
        :raises RegistrationError: it is none of these, or the group has a command of that name.
        """
        if not isinstance(command, Command):
            command = Command((name or _word(command),), command)
        elif name is not None:
            command = replace(command, name=(name,))
        word = " ".join(command.name)
        earlier = self._commands.setdefault(word, command)
        if earlier.function is not command.function:
            raise RegistrationError(
                f"The command {word!r} is declared twice: at {place_of_function(earlier.function)} "
                f"and at {place_of_function(command.function)}. Rename one of them."
            )

    def commands(self) -> tuple[Command, ...]:
        """Give the commands of this group and of those inside it, with all their words.

        Of two with the same words the first stands.
        """
        found: dict[tuple[str, ...], Command] = {}
        for command in self._all():
            found.setdefault(command.name, command)
        return tuple(found.values())

    def _all(self) -> Iterator[Command]:
        yield from self._commands.values()
        for group in self._groups:
            for command in group.commands():
                yield _below(group, command)

    def __repr__(self) -> str:
        return f"<CommandGroup {self.name!r}: {', '.join(self._commands)}>"


def _word(function: Callable[..., object]) -> str:
    name = getattr(function, "__name__", None)
    # What another toolkit made has the name by which it is called.
    word = getattr(function, "name", None) if name is None else str(name).replace("_", "-")
    if not callable(function) or not isinstance(word, str):
        raise RegistrationError(
            f"{function!r} cannot be a command: it is no function with a name. Write "
            "@app.cli.command() above a function, or give the command a name."
        )
    return word


def _below(group: CommandGroup, command: Command) -> Command:
    words = group.name.split()
    if not words:
        return command
    return replace(
        command,
        name=(*words, *command.name),
        aliases=tuple((*words, *alias) for alias in command.aliases),
        group_help=command.group_help or group.help,
    )
