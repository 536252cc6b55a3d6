"""``pegboard settings``."""

from __future__ import annotations

import json as stdlib_json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Protocol

from pegboard.commands.table import paragraph, shortened
from pegboard.config import Config
from pegboard.plugins.loader import suggestion
from pegboard.provenance import shown_setting
from pegboard_hookspecs import Option
from pegboard_hookspecs.errors import UnknownNameError

__all__ = ["SettingsApp", "settings"]

_INDENT = "    "
_APPLICATION = "the application"


class SettingsApp(Protocol):
    """What showing settings asks of an application."""

    config: Config


@dataclass(frozen=True, slots=True)
class _Shown:
    name: str
    value: str
    source: str
    type: str
    default: str
    owner: str
    help: str


def settings(
    app: SettingsApp,
    pattern: Annotated[str | None, Option(is_argument=True)] = None,
    *,
    changed: bool = False,
    json: bool = False,
) -> None:
    """Show every setting: its value, where that comes from, and who declared it.

    Secrets are shown as ``***``: settings that are declared so, those whose names say so, and
    passwords in URLs.

    :param pattern: a name, or part of one with ``*``.
    :param changed: only those that something sets.
    :param json: print JSON.
    """
    found = [_described(app.config, name) for name in sorted(app.config)]
    if pattern is not None:
        found = _matching(found, pattern)
    if changed:
        found = [each for each in found if each.source != "default"]
    if json:
        print(stdlib_json.dumps([asdict(each) for each in found], indent=2))
    else:
        print("\n".join(_lines(found)))


def _described(config: Config, name: str) -> _Shown:
    setting = config.declarations.get(name)
    source = config.sources.get(name, "default")
    value = shown_setting(config, name, config[name])
    if setting is None:
        return _Shown(name, value, source, type(config[name]).__name__, "", _APPLICATION, "")
    return _Shown(
        name=name,
        value=value,
        source=source,
        type=setting.type_names,
        default=shown_setting(config, name, setting.default),
        owner=config.declarations.owner(name),
        help=setting.help,
    )


def _matching(found: Iterable[_Shown], pattern: str) -> list[_Shown]:
    found = list(found)
    wanted = pattern.upper()
    matching = [each for each in found if fnmatchcase(each.name, wanted)]
    if matching:
        return matching
    hint = suggestion(wanted, [each.name for each in found])
    raise UnknownNameError(
        f"No setting is called {pattern!r}.{hint} A pattern may have a *, as in 'SESSION_*'."
    )


def _lines(found: Iterable[_Shown]) -> Iterator[str]:
    for each in found:
        yield paragraph(f"{each.name} = {each.value}")
        where = "default" if each.source == "default" else f"from {shortened(each.source)}"
        default = f"; default {each.default}" if each.source != "default" and each.default else ""
        yield paragraph(f"{where}{default}; {each.type}; of {each.owner}", _INDENT)
        if each.help:
            yield paragraph(each.help, _INDENT)
