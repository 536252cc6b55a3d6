"""``pegboard build``."""

from __future__ import annotations

import json as stdlib_json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Protocol

from pegboard.archives import (
    AppSources,
    ChosenParts,
    Libraries,
    Measurement,
    Tree,
    choose_parts,
    find_sources,
    grow,
    measure,
    pack,
)
from pegboard.commands.inspected import InspectedApp
from pegboard.commands.table import paragraph, shortened, table
from pegboard.locating import Found
from pegboard_hookspecs import Option
from pegboard_hookspecs.errors import CommandError

__all__ = ["BuildProgram", "build"]

_KERNEL = {"pegboard-core": "the kernel", "pegboard-hookspecs": "the contract"}
_UNITS = (("MB", 1_000_000, 1), ("kB", 1000, 0))


class BuildProgram(Protocol):
    """What a build asks of the program."""

    app_reference: str | None

    def locate_app(self) -> Found:
        """Find the module of the application."""
        ...

    def load_app(self) -> InspectedApp:
        """Give the application."""
        ...


@dataclass(frozen=True, slots=True)
class _Built:
    """What is reported.

    :param size: of the archive, in bytes.
    :param full: the tree of everything that the application loads now, or None where that is what
        was built.
    """

    path: Path
    size: int
    sources: AppSources
    parts: ChosenParts
    tree: Tree
    cost: Measurement
    full: tuple[Tree, Measurement] | None


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
    if application is not None:
        program.app_reference = application
    located = program.locate_app()
    selection = program.load_app().plugins.selection
    parts = choose_parts(selection, _words(slots), _words(plugins) or ())
    sources = find_sources(located, exclude)
    target = output or Path(f"{sources.name}.pyz")
    if target.is_dir():
        raise CommandError(
            f"{target} is a folder. Name a file, as in: -o {target / sources.name}.pyz"
        )
    everything = choose_parts(selection, None, ()) if compare and parts.left_out else None
    requirements = (*sources.requirements, *add)
    with tempfile.TemporaryDirectory(prefix="pegboard-build-") as folder:
        trees = [
            _grown(Path(folder, name), sources, each, requirements)
            for name, each in (("build", parts), ("full", everything))
            if each is not None
        ]
        costs = measure([each.folder for each in trees])
        size = pack(trees[0].folder, target)
    full = (trees[1], costs[1]) if everything is not None else None
    built = _Built(target, size, sources, parts, trees[0], costs[0], full)
    print(stdlib_json.dumps(_as_json(built), indent=2) if json else "\n".join(_lines(built)))


def _words(text: str | None) -> list[str] | None:
    return None if text is None else [word.strip() for word in text.split(",") if word.strip()]


def _grown(
    folder: Path, sources: AppSources, parts: ChosenParts, requirements: Sequence[str]
) -> Tree:
    folder.mkdir()
    return grow(folder, sources, parts, Libraries.needed(parts.distributions, requirements))


def _lines(built: _Built) -> Iterator[str]:
    files = len(built.sources.files)
    yield paragraph(
        f"{shortened(str(built.path))}: {_size(built.size)}, with the application "
        f"{built.sources.name} ({files} file{'s' * (files != 1)}) and:"
    )
    yield ""
    yield table(("Distribution", "Version", "Size", "What for"), _rows(built))
    if built.parts.left_out:
        yield ""
        yield paragraph(f"Not in it: {', '.join(built.parts.left_out)}.")
    yield ""
    yield table(*_costs(built))
    yield ""
    if built.tree.built_for is not None:
        compiled = [each.name for each in built.tree.libraries if each.is_compiled]
        yield paragraph(
            f"It runs by {built.tree.built_for} only: {', '.join(compiled)} has compiled code."
        )
    yield from _starts(built)


def _rows(built: _Built) -> Iterator[tuple[str, str, str, str]]:
    for each in built.tree.libraries:
        purposes = built.parts.purposes(each.name) or (_KERNEL.get(each.name, ""),)
        yield each.name, each.version, f"{_size(each.size):>7}", ", ".join(purposes)


def _costs(built: _Built) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    columns = [("This build", built.tree, built.cost)]
    if built.full is not None:
        columns.append(("Everything", *built.full))
    rows = [
        ("Distributions", [str(len(tree.libraries)) for _, tree, _ in columns]),
        ("Unpacked", [_size(tree.size) for _, tree, _ in columns]),
        ("Modules imported", [str(cost.modules) for _, _, cost in columns]),
        ("Cold start", [f"{cost.start_ms:.0f} ms" for _, _, cost in columns]),
    ]
    head = ("", *(title for title, _, _ in columns))
    return head, [(name, *(f"{cell:>10}" for cell in cells)) for name, cells in rows]


def _starts(built: _Built) -> Iterator[str]:
    name = shortened(str(built.path))
    has_commands = "cli" in built.parts.providers
    first = (
        f"python {name} run"
        if has_commands and "server" in built.parts.providers
        else f"python {name}"
    )
    yield f"Start it: {first}"
    yield paragraph(f"Or: gunicorn --pythonpath {name} pegboard_archive:application")


def _size(count: int) -> str:
    for unit, factor, digits in _UNITS:
        if count >= factor:
            return f"{count / factor:.{digits}f} {unit}"
    return f"{count} B"


def _as_json(built: _Built) -> dict[str, object]:
    return {
        "file": str(built.path),
        "size": built.size,
        "built_for": built.tree.built_for,
        "application": built.sources.name,
        "files": [file.as_posix() for file in built.sources.files],
        "slots": {
            slot: [each.identity for each in several]
            for slot, several in built.parts.providers.items()
        },
        "plugins": [each.identity for each in built.parts.additive],
        "left_out": list(built.parts.left_out),
        "distributions": [asdict(each) for each in built.tree.libraries],
        "cost": _cost_as_json(built.tree, built.cost),
        "everything": None if built.full is None else _cost_as_json(*built.full),
    }


def _cost_as_json(tree: Tree, cost: Measurement) -> dict[str, object]:
    return {
        "distributions": len(tree.libraries),
        "unpacked": tree.size,
        "modules": cost.modules,
        "cold_start_ms": round(cost.start_ms, 1),
    }
