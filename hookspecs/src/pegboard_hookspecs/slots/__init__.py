"""The eight slots of Pegboard, one module each."""

from __future__ import annotations

from pegboard_hookspecs.slot import Slot
from pegboard_hookspecs.slots.cli import CLI, CLIProvider
from pegboard_hookspecs.slots.engines import EnginesBySuffix
from pegboard_hookspecs.slots.errors import Errors, ErrorsProvider
from pegboard_hookspecs.slots.json import JSON, JSONProvider
from pegboard_hookspecs.slots.routing import Converter, Routing, RoutingProvider
from pegboard_hookspecs.slots.server import ServeOptions, Server, ServerProvider
from pegboard_hookspecs.slots.sessions import Sessions, SessionsProvider
from pegboard_hookspecs.slots.static import FileOptions, Static, StaticProvider
from pegboard_hookspecs.slots.templating import (
    HelperKind,
    TemplateChoice,
    TemplateObject,
    Templating,
    TemplatingProvider,
)

__all__ = [
    "CLI",
    "JSON",
    "SLOTS",
    "CLIProvider",
    "Converter",
    "EnginesBySuffix",
    "Errors",
    "ErrorsProvider",
    "FileOptions",
    "HelperKind",
    "JSONProvider",
    "Routing",
    "RoutingProvider",
    "ServeOptions",
    "Server",
    "ServerProvider",
    "Sessions",
    "SessionsProvider",
    "Static",
    "StaticProvider",
    "TemplateChoice",
    "TemplateObject",
    "Templating",
    "TemplatingProvider",
]

#: The slots of every application; distributions may bring more in ``pegboard.hookspecs``.
SLOTS: tuple[Slot, ...] = (
    Slot("routing", Routing, "pegboard-routing:werkzeug", "matches URLs"),
    Slot("sessions", Sessions, "pegboard-sessions:cookie", "keeps sessions"),
    Slot(
        "templating",
        Templating,
        "pegboard-templating:jinja",
        "renders templates",
        combine=EnginesBySuffix,
    ),
    Slot("json", JSON, "pegboard-json:stdlib", "reads and writes JSON"),
    Slot("static", Static, "pegboard-static:folders", "sends files"),
    Slot("cli", CLI, "pegboard-cli:click", "presents commands"),
    Slot("errors", Errors, "pegboard-errors:negotiated", "renders error pages"),
    Slot("server", Server, "pegboard-server:werkzeug", "serves HTTP"),
)
