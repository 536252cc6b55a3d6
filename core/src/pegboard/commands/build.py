"""``pegboard build``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Protocol

from pegboard.commands.inspected import InspectedApp
from pegboard.locating import Found
from pegboard_hookspecs import Option

__all__ = ["BuildProgram", "build"]


class BuildProgram(Protocol):
    """What a build asks of the program."""

    app_reference: str | None

    def locate_app(self) -> Found:
        """Find the module of the application."""
        ...

    def load_app(self) -> InspectedApp:
        """Give the application."""
        ...


def build(
    program: BuildProgram,
    application: Annotated[str | None, Option(is_argument=True, metavar="APP")] = None,
    *,
    slots: str | None = None,
    plugins: str | None = None,
    add: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    output: Annotated[Path | None, Option(short="o", metavar="FILE")] = None,
    compare: bool = True,
    json: bool = False,
) -> None:
    """Build one file of the application, the kernel and chosen plugins only.

    python FILE runs it, wherever there is Python: its command line, or a server. pip installs what
    goes in, in the versions that are installed here. The application is started by its build: one
    that needs a part that was not chosen is not written.

    :param application: the application, as --app takes it.
    :param slots: the slots to fill, separated by commas; without it everything that the
        application loads now.
    :param plugins: additive plugins to take besides, separated by commas.
    :param add: a requirement to install besides, as pip takes it.
    :param exclude: names or paths of the application's files to leave out; * and ? stand for
        anything.
    :param output: the file to write (default: the name of the application, .pyz).
    :param compare: build everything that is loaded now, too, to compare with.
    :param json: print JSON.
    """
    # Takes long to import, and no other command needs it.
    from pegboard.commands.building import Order, build_archive, print_built  # noqa: PLC0415

    if application is not None:
        program.app_reference = application
    found = program.locate_app()
    selection = program.load_app().plugins.selection
    order = Order(_words(slots), _words(plugins) or [], add, exclude, output, compares=compare)
    print_built(build_archive(found, selection, order), as_json=json)


def _words(text: str | None) -> list[str] | None:
    return None if text is None else [word.strip() for word in text.split(",") if word.strip()]
