"""The commands of a program, looked up word by word, with the application as late as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from pegboard_hookspecs.command import Command, Program

__all__ = ["Catalogue"]


class Catalogue:
    """All commands of one run of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @cached_property
    def early(self) -> Sequence[Command]:
        """The commands that are known without the application."""
        return self.program.commands(with_app=False)

    @cached_property
    def all(self) -> Sequence[Command]:
        """All commands; the application is loaded, where it can be."""
        return self.program.commands()

    @property
    def is_listed(self) -> bool:
        """Somebody asked for all commands."""
        return "all" in vars(self)

    def find(self, words: tuple[str, ...]) -> Command | None:
        """Give the command of these words; the application is loaded only when it must be."""
        command = _find(self.early, words)
        if command is not None and not command.needs_app:
            return command
        return None if _is_prefix(words, self.early) else _find(self.all, words)

    def is_group(self, words: tuple[str, ...]) -> bool:
        """Say whether there are commands below these words."""
        return _is_prefix(words, self.early) or _is_prefix(words, self.all)

    def below(self, words: tuple[str, ...]) -> dict[str, tuple[Command, ...]]:
        """Give what comes next after these words, sorted, each with the commands that it leads to.

        A word that is a command itself leads to this one alone.
        """
        found: dict[str, list[Command]] = {}
        for command in _below(words, self.all):
            found.setdefault(command.name[len(words)], []).append(command)
        return {word: _itself((*words, word), found[word]) for word in sorted(found)}


def _find(commands: Sequence[Command], words: tuple[str, ...]) -> Command | None:
    for command in commands:
        if words == command.name or words in command.aliases:
            return command
    return None


def _itself(words: tuple[str, ...], commands: Sequence[Command]) -> tuple[Command, ...]:
    return tuple(each for each in commands if each.name == words) or tuple(commands)


def _is_prefix(words: tuple[str, ...], commands: Sequence[Command]) -> bool:
    return next(_below(words, commands), None) is not None


def _below(words: tuple[str, ...], commands: Sequence[Command]) -> Iterator[Command]:
    for command in commands:
        if len(command.name) > len(words) and command.name[: len(words)] == words:
            yield command
