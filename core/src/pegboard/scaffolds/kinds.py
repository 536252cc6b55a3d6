"""The kinds of plugins that a project can begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["ADDITIVE", "PROVIDERS", "PluginKind"]


@dataclass(frozen=True, slots=True)
class PluginKind:
    """What a project for a plugin begins with.

    :param folder: its templates, beside those that all plugins share.
    :param class_name: the class that the entry point names.
    :param summary: what it does, in a sentence.
    :param group: the group of entry points in which it is advertised.
    :param module: where the class is.
    """

    folder: str
    class_name: str
    summary: str
    group: str
    module: str = "provider"


ADDITIVE = PluginKind(
    "additive",
    "NoticeHeader",
    "A plugin for Pegboard that tells something in a header.",
    "pegboard.plugins",
    "plugin",
)


def _provider(slot: str, class_name: str, what: str) -> PluginKind:
    summary = f"A provider of Pegboard's slot {slot}: {what}."
    return PluginKind(f"slots/{slot}", class_name, summary, f"pegboard.{slot}")


#: One for each slot, by its name.
PROVIDERS: Mapping[str, PluginKind] = MappingProxyType(
    {
        "routing": _provider("routing", "RankedRouting", "rules, tried in order of their rank"),
        "sessions": _provider("sessions", "MemorySessions", "sessions in memory"),
        "templating": _provider("templating", "DollarTemplates", "string.Template"),
        "json": _provider("json", "PlainJSON", "the standard library"),
        "static": _provider("static", "WholeFiles", "files read from folders"),
        "cli": _provider("cli", "ArgparseCommands", "argparse"),
        "errors": _provider("errors", "TextErrors", "errors as plain text"),
        "server": _provider("server", "WsgirefServer", "wsgiref"),
    }
)
