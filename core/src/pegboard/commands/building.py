"""Building an archive, and saying what came of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

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
from pegboard.commands.table import paragraph, shortened, table
from pegboard.locating import Found
from pegboard.plugins.loader import Selection
from pegboard_hookspecs.errors import CommandError

__all__ = ["Built", "Order", "build_archive", "print_built"]

_KERNEL = {"pegboard-core": "the kernel", "pegboard-hookspecs": "the contract"}
_UNITS = (("MB", 1_000_000, 1), ("kB", 1000, 0))


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built; see :func:`pegboard.commands.build.build`."""

    slots: Sequence[str] | None
    plugins: Sequence[str]
    add: Sequence[str]
    exclude: Sequence[str]
    output: Path | None
    compares: bool


@dataclass(frozen=True, slots=True)
class Built:
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


def build_archive(found: Found, selection: Selection, order: Order) -> Built:
    """Build an archive of an application that was found, of what it loads.

    :raises PegboardError: something that is asked for is not there, or does not hold together.
    """
    parts = choose_parts(selection, order.slots, order.plugins)
    sources = find_sources(found, order.exclude)
    target = order.output or Path(f"{sources.name}.pyz")
    if target.is_dir():
        raise CommandError(
            f"{target} is a folder. Name a file, as in: -o {target / sources.name}.pyz"
        )
    everything = choose_parts(selection, None, ()) if order.compares and parts.left_out else None
    requirements = (*sources.requirements, *order.add)
    with tempfile.TemporaryDirectory(prefix="pegboard-build-") as folder:
        trees = [
            _grown(Path(folder, name), sources, each, requirements)
            for name, each in (("build", parts), ("full", everything))
            if each is not None
        ]
        costs = measure([each.folder for each in trees])
        size = pack(trees[0].folder, target)
    full = (trees[1], costs[1]) if everything is not None else None
    return Built(target, size, sources, parts, trees[0], costs[0], full)


def print_built(built: Built, *, as_json: bool) -> None:
    """Print what was built."""
    print(json.dumps(_as_json(built), indent=2) if as_json else "\n".join(_lines(built)))


def _grown(
    folder: Path, sources: AppSources, parts: ChosenParts, requirements: Sequence[str]
) -> Tree:
    folder.mkdir()
    return grow(folder, sources, parts, Libraries.needed(parts.distributions, requirements))


def _lines(built: Built) -> Iterator[str]:
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
            f"It runs by {built.tree.built_for} only, by compiled code of {', '.join(compiled)}."
        )
    yield from _starts(built)


def _rows(built: Built) -> Iterator[tuple[str, str, str, str]]:
    for each in built.tree.libraries:
        purposes = built.parts.purposes(each.name) or (_KERNEL.get(each.name, ""),)
        yield each.name, each.version, f"{_size(each.size):>7}", ", ".join(purposes)


def _costs(built: Built) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
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


def _starts(built: Built) -> Iterator[str]:
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


def _as_json(built: Built) -> dict[str, object]:
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
