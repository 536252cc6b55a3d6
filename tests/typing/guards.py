"""One function per default part: mypy and pyright accept it only if the part fits its slot.

Nothing here is ever called. A part that loses a hook of its slot, or changes a signature, makes its
function a type error.
"""

from __future__ import annotations

from pegboard_cli import ClickCommands
from pegboard_errors import NegotiatedErrors
from pegboard_hookspecs.slots import (
    CLIProvider,
    ErrorsProvider,
    JSONProvider,
    RoutingProvider,
    ServerProvider,
    SessionsProvider,
    StaticProvider,
    TemplatingProvider,
)
from pegboard_json import StandardJSON
from pegboard_routing import WerkzeugRouting
from pegboard_server import WerkzeugServer
from pegboard_sessions import CookieSessions
from pegboard_static import StaticFolders
from pegboard_templating import JinjaTemplating

__all__ = ["cli", "errors", "json", "routing", "server", "sessions", "static", "templating"]


def cli(part: ClickCommands) -> CLIProvider:
    """Prove that the default part fits the slot ``cli``."""
    return part


def errors(part: NegotiatedErrors) -> ErrorsProvider:
    """Prove that the default part fits the slot ``errors``."""
    return part


def json(part: StandardJSON) -> JSONProvider:
    """Prove that the default part fits the slot ``json``."""
    return part


def routing(part: WerkzeugRouting) -> RoutingProvider:
    """Prove that the default part fits the slot ``routing``."""
    return part


def server(part: WerkzeugServer) -> ServerProvider:
    """Prove that the default part fits the slot ``server``."""
    return part


def sessions(part: CookieSessions) -> SessionsProvider:
    """Prove that the default part fits the slot ``sessions``."""
    return part


def static(part: StaticFolders) -> StaticProvider:
    """Prove that the default part fits the slot ``static``."""
    return part


def templating(part: JinjaTemplating) -> TemplatingProvider:
    """Prove that the default part fits the slot ``templating``."""
    return part
