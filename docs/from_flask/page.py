"""The tables as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from docs.from_flask.rows import Area, Group, Row, areas

__all__ = ["from_flask_page"]

_INTRODUCTION = """\
# From Flask, name by name

This page lists every public name of Flask 3.1, and what takes its place here. Look a name up with
the search of your browser. Who moves a whole application reads
[the guide](../how-to/from-flask.md) first.

Most names mean the same in both, and have no note. Otherwise the note says what is different: a
parameter that it names is not taken, or not in the same way. Where the second column says *none*,
there is no counterpart, and the note says why and what to do instead.

What Flask lets a subclass of `Flask` override is a [hook](hooks.md) here, which a plugin of a few
lines implements. Several of them can be on board, and none needs to know the others. A part as a
whole (routing, sessions, templates, JSON …) fills a slot, and
[another one can take its place](../how-to/replace-a-part.md).

Type variables are left out, and so are the names by which a submodule has what `flask` itself
offers.

"""
_NONE = "*none*"


def from_flask_page() -> str:
    """Give the page, from its heading to its end."""
    return _INTRODUCTION + "".join(part for area in areas() for part in _area(area)).rstrip() + "\n"


def _area(area: Area) -> Iterator[str]:
    yield f"## {area.title}\n\n"
    if area.text:
        yield f"{area.text}\n\n"
    for group in area.groups:
        yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    if group.title:
        yield f"### {group.title}\n\n"
    if group.text:
        yield f"{group.text}\n\n"
    yield "| Flask | Pegboard | note |\n| --- | --- | --- |\n"
    yield "".join(map(_row, group.rows)) + "\n"


def _row(row: Row) -> str:
    shown = ", ".join(map(_counterpart, row.counterparts)) or _NONE
    return f"| `{row.flask}` | {shown} | {row.note} |\n"


def _counterpart(reference: str) -> str:
    kind, _, name = reference.partition(":")
    show = _SHOWN.get(kind)
    return _object(kind, name) if show is None else show(name)


def _object(module: str, name: str) -> str:
    if not name:
        return f"`{module}`"
    # What an application imports from pegboard it uses by its bare name.
    return f"`{name}`" if module == "pegboard" and "." in name else f"`{module}.{name}`"


_SHOWN: Mapping[str, Callable[[str], str]] = {
    "command": lambda name: f"[`pegboard {name}`](commands.md#{name})" if name else "`pegboard`",
    "extra": lambda name: f"`pegboard[{name}]`",
    "group": lambda name: f"entry points `{name}`",
    "hook": lambda name: f"hook [`{name}`](hooks.md#{name})",
    "option": lambda name: f"`pegboard {name}`",
    "setting": lambda name: f"setting [`{name}`](settings.md)",
    "slot": lambda name: f"slot [`{name}`](hooks.md#the-slot-{name})",
    "template": lambda name: f"in templates: `{name}`",
    "variable": lambda name: f"`{name}`",
}
