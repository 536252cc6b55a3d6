"""Commands as an application declares them."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from pegboard.registration.command_group import CommandGroup
from pegboard_hookspecs import Command
from pegboard_hookspecs.errors import RegistrationError


def work() -> int:
    """Do the work."""
    return 3


def play() -> None:
    """Do something else."""


def _names(group: CommandGroup) -> list[str]:
    return [" ".join(command.name) for command in group.commands()]


def test_a_function_becomes_a_command() -> None:
    """A decorated function is a command by its own name with hyphens, and stays a function."""
    group = CommandGroup()

    @group.command()
    def init_db() -> int:
        return 3

    assert init_db() == 3
    assert group.commands() == (Command(("init-db",), init_db),)


def test_the_decorator_needs_no_parentheses() -> None:
    """Without options the parentheses may be left out."""
    group = CommandGroup()
    group.command(work)

    assert _names(group) == ["work"]


def test_a_command_has_options() -> None:
    """Name, help, aliases and the rest are given to the decorator."""
    group = CommandGroup()
    decorate = group.command("go", help="Go.", needs_app=False, aliases=("move",), passes_rest=True)
    decorate(work)

    assert group.commands() == (
        Command(("go",), work, "Go.", needs_app=False, aliases=(("move",),), passes_rest=True),
    )


def test_groups_put_a_word_in_front() -> None:
    """Commands of a group have its word in front, its help beside, aliases included."""
    top = CommandGroup()
    top.group("db", help="Manage.").group("dump").command("all", aliases=("a",))(work)

    (command,) = top.commands()

    assert command.name == ("db", "dump", "all")
    assert command.aliases == (("db", "dump", "a"),)
    assert command.group_help == "Manage."


def test_a_group_may_have_several_words() -> None:
    """A name with spaces is that of a group within groups, which others may add to as well."""
    top = CommandGroup()
    top.add_group(CommandGroup("shop")).command("open")(work)
    top.add_group(CommandGroup("shop orders")).command("count", aliases=("c",))(work)

    first, second = top.commands()

    assert first.name == ("shop", "open")
    assert second.name == ("shop", "orders", "count")
    assert second.aliases == (("shop", "orders", "c"),)


def test_a_group_is_made_once() -> None:
    """Asking for a group of the same name gives the same group."""
    top = CommandGroup()

    group = top.group("db")

    assert top.group("other") is not group
    assert top.group("db") is group
    assert top.group("other") is top.group("other")


def test_a_group_can_be_taken_with_later_commands() -> None:
    """A group that was taken, under whichever name, brings what is added to it later."""
    top, own = CommandGroup(), CommandGroup("shop")
    top.add_group(own)
    top.add_group(own, "store")
    top.add_group(own, "")
    own.command(work)

    assert _names(top) == ["shop work", "store work", "work"]


def test_of_two_with_the_same_words_the_first_stands() -> None:
    """A group's own command goes before one of a group that was put beside it."""
    top, own = CommandGroup(), CommandGroup()
    own.command("it")(play)
    top.add_group(own)
    top.command("it")(work)

    assert [command.function for command in top.commands()] == [work]


def test_a_command_can_be_added() -> None:
    """Commands and functions that were made elsewhere can be added."""
    group = CommandGroup()
    group.add_command(work)
    group.add_command(Command(("play",), play))

    assert _names(group) == ["work", "play"]


def test_a_command_can_be_added_under_another_name() -> None:
    """What is added may be given another name than its own."""
    group = CommandGroup()
    group.add_command(work, "labour")
    group.add_command(Command(("play",), play), name="game")

    assert _names(group) == ["labour", "game"]


class OfToolkit:
    """A command as another toolkit makes it: an object with a name, which can be called."""

    def __init__(self, name: str | None) -> None:
        self.name = name

    def __call__(self) -> None:
        """Work."""


def test_a_command_of_another_toolkit_can_be_added() -> None:
    """The command of a toolkit is taken by its own name, for a presentation that knows it."""
    group, command = CommandGroup(), OfToolkit("init-db")
    group.add_command(command)

    assert [(each.name, each.function) for each in group.commands()] == [(("init-db",), command)]


def test_a_name_is_taken_once() -> None:
    """Two functions under one name are refused, with the place of both."""
    group = CommandGroup()
    group.command("it")(work)
    group.command("it")(work)

    with pytest.raises(RegistrationError) as caught:
        group.command("it")(play)

    for function in (work, play):
        place = f"{__file__}:{function.__code__.co_firstlineno}"
        assert place in str(caught.value)


@pytest.mark.parametrize(
    "thing",
    ["text", functools.partial(work), OfToolkit(None)],
    ids=["text", "nameless", "nameless object"],
)
def test_what_is_no_named_function_is_refused(thing: Any) -> None:
    """Something that cannot be called, or has no name, cannot be a command."""
    with pytest.raises(RegistrationError, match=r"cannot be a command.*give the command a name"):
        CommandGroup().add_command(thing)


def test_a_nameless_function_may_be_given_a_name() -> None:
    """A function without a name of its own is a command by the name it is given."""
    group = CommandGroup()
    group.command("it")(functools.partial(work))

    assert _names(group) == ["it"]


def test_a_group_shows_its_commands() -> None:
    """The repr of a group has its name and its commands."""
    group = CommandGroup("db")
    group.command(work)

    assert repr(group) == "<CommandGroup 'db': work>"
