"""Commands of the command line, declared without any toolkit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pegboard_hookspecs.application import Application

__all__ = ["Command", "Option", "Program"]


@dataclass(frozen=True, slots=True)
class Option:
    """What a signature cannot say about a parameter; used as ``Annotated[int, Option(...)]``.

    :param short: one-letter name, as in ``-p``.
    :param help: one line of help; a ``:param name:`` line in the docstring does as well.
    :param choices: the only values allowed.
    :param variable: environment variable that gives the value when the option is absent, unless
        it is set to nothing; ``PEGBOARD_<COMMAND>_<OPTION>`` unless another one is named.
    :param is_argument: positional although it has a default.
    :param metavar: the placeholder in the help.
    """

    short: str | None = None
    help: str | None = None
    choices: tuple[str, ...] = ()
    variable: str | None = None
    is_argument: bool = False
    metavar: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A function that any provider of the slot ``cli`` can present.

    The function's signature is the command's: a parameter without default is an argument, one
    with a default an option ``--name``, a ``bool`` a pair ``--name/--no-name``
    (``--with-x/--without-x``), a ``list``/``tuple`` or ``*names`` may be repeated; ``int``,
    ``float``, ``str``, ``bool``, ``pathlib.Path``, a ``Literal`` and an ``Enum`` are converted.
    Options may stand between arguments, up to ``--``.
    A parameter called ``app`` receives the application, one called ``program`` the
    :class:`Program`; neither shows on the command line.
    :func:`pegboard_hookspecs.parameters.parameters_of` reads all this.

    :param name: words of the command, as in ``("db", "init")``.
    :param function: what runs; it may return an exit code.
    :param help: the text shown for ``--help``; its first line is shown in lists.
    :param needs_app: the application is loaded and its context pushed before the call.
    :param origin: identity of the plugin that brought the command, or "" for the application.
    :param passes_rest: unknown words are passed to the parameter ``rest`` as a tuple.
    :param aliases: other words for the same command, which lists leave out.
    :param group_help: one line about the group that the command is in.
    """

    name: tuple[str, ...]
    function: Callable[..., Any]
    help: str = ""
    needs_app: bool = True
    origin: str = ""
    passes_rest: bool = False
    aliases: tuple[tuple[str, ...], ...] = field(default=())
    group_help: str = ""


class Program(Protocol):
    """The program ``pegboard`` as a provider of the slot ``cli`` sees it.

    Nothing of it needs an application until :meth:`load_app` is called.
    """

    @property
    def name(self) -> str:
        """The word that started the program."""
        ...

    @property
    def version(self) -> str:
        """One line with the versions of Pegboard and Python."""
        ...

    @property
    def app_reference(self) -> str | None:
        """What names the application, as in ``module:name``; None means: search."""
        ...

    @app_reference.setter
    def app_reference(self, value: str | None) -> None: ...

    @property
    def is_debug(self) -> bool | None:
        """What ``--debug`` or ``--no-debug`` said; None when neither was given."""
        ...

    @is_debug.setter
    def is_debug(self, value: bool | None) -> None: ...

    def read_env_file(self, path: Path) -> None:
        """Read environment variables from a file; variables that are set already stay.

        :raises CommandError: the file cannot be read.
        """
        ...

    def find_app(self) -> str:
        """Say where the application is, without importing it: ``module (file)``.

        :raises AppNotFoundError: there is none; the message says how to name it.
        """
        ...

    def load_app(self) -> Application:
        """Find, import and return the application, the same one each time.

        An exception that the application's own code raises passes.

        :raises AppNotFoundError: there is none, or several; the message says how to name it.
        """
        ...

    def app_context(self) -> AbstractContextManager[object]:
        """Give what makes the application current, loaded and started, in a ``with`` block.

        :meth:`invoke` does it by itself. For a toolkit that calls code of the application before,
        while it reads the words of a command. Does nothing where the application is current.

        :raises AppNotFoundError: as for :meth:`load_app`.
        """
        ...

    def commands(self, *, with_app: bool = True) -> Sequence[Command]:
        """Give all commands: of plugins, then of the application where it can be loaded.

        The application wins a clash of names, unless the other command needs no application:
        that one must run without loading it. An application that cannot be loaded is no error
        here: its complaint is in :attr:`complaints`.

        :param with_app: load the application; else only the kernel's and the plugins' are given.
        """
        ...

    @property
    def complaints(self) -> Sequence[str]:
        """What went wrong while commands were gathered, one sentence each."""
        ...

    def invoke(self, command: Command, values: Mapping[str, Any]) -> int:
        """Run a command with the values of its parameters and give the exit code.

        :raises PegboardError: the provider prints it as one sentence and ends non-zero.
        """
        ...
