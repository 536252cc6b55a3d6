"""Where an application's URLs begin: scheme, host, root path and subdomain.

Inside of a request they come from it, outside of one from the settings. ``SERVER_NAME`` beats the
host that a request names, so that nobody can plant another one in a link; only where hosts are
matched is the request's host the one that counts.
"""

from __future__ import annotations

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.errors import ConfigurationError
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.routing_kit.rules import Hosts

__all__ = ["host_of", "is_handshake", "matched_part", "root_of", "scheme_of", "subdomain_of"]

_STANDARD_PORTS = {"http": ":80", "ws": ":80", "https": ":443", "wss": ":443"}


def scheme_of(app: Application, request: Request | None) -> str:
    """Give the scheme of URLs."""
    if request is not None:
        return request.scheme
    return str(app.config.get("PREFERRED_URL_SCHEME") or "http")


def root_of(app: Application, request: Request | None) -> str:
    """Give the path below which the application is mounted, without a slash at its end."""
    if request is not None:
        return request.root_path
    return str(app.config.get("APPLICATION_ROOT") or "").rstrip("/")


def host_of(app: Application, request: Request | None, rules: Hosts) -> str:
    """Give host and port of URLs, without any subdomain of a rule; "" when nobody knows it.

    :raises ConfigurationError: ``SERVER_NAME`` is no domain name.
    """
    name = "" if request is not None and rules.host_matching else _server_name(app, request)
    if name or request is None:
        return _encoded(name)
    return request.host.lower()


def subdomain_of(app: Application, request: Request | None, rules: Hosts) -> str | None:
    """Give the part of the request's host in front of ``SERVER_NAME``; None for a foreign host."""
    if request is None or not app.subdomain_matching:
        return rules.default_subdomain
    name = _server_name(app, request)
    host = request.host.lower()
    if not name or host == name:
        return ""
    if host.endswith(f".{name}"):
        return host.removesuffix(f".{name}")
    return None


def matched_part(app: Application, request: Request, rules: Hosts) -> str | None:
    """Give what a rule's host part is matched with: the host, or the subdomain.

    None is a foreign host, which no rule matches: not even one whose subdomain is a variable. That
    is logged here, and not where URLs are built: it is said once.
    """
    if rules.host_matching:
        return host_of(app, request, rules)
    part = subdomain_of(app, request, rules)
    if part is None:
        name = _server_name(app, request)
        message = "The host %r is not below SERVER_NAME %r: no route matches."
        app.logger.warning(message, request.host.lower(), name)
    return part


def is_handshake(request: Request) -> bool:
    """Say whether a request is the handshake of a WebSocket (RFC 6455, section 4.2.1)."""
    if request.scheme in {"ws", "wss"}:
        return True
    words = request.headers.get("Connection", "").lower().split(",")
    is_upgrade = "upgrade" in [word.strip(" \t") for word in words]
    return is_upgrade and request.headers.get("Upgrade", "").lower() == "websocket"


def _server_name(app: Application, request: Request | None) -> str:
    name = str(app.config.get("SERVER_NAME") or "").lower()
    return name if request is None else name.removesuffix(_STANDARD_PORTS.get(request.scheme, ""))


def _encoded(name: str) -> str:
    host, colon, port = name.partition(":")
    try:
        return host.encode("idna").decode("ascii") + colon + port
    except UnicodeError as error:
        message = (
            f"The setting SERVER_NAME is {name!r}, which is no domain name: {error}. "
            "Set the name by which the application is reached, as in 'example.com'."
        )
        raise ConfigurationError(message) from error
