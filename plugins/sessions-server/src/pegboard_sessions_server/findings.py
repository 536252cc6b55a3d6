"""What ``pegboard check`` says about an application's sessions."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pegboard_hookspecs import Application, Finding
from pegboard_hookspecs.session_kit import cookie_findings
from pegboard_sessions_server.stores import Store

__all__ = ["findings"]

_CLEAR = frozenset({"redis", "valkey"})
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def findings(app: Application, store: Store | None) -> list[Finding]:
    """Give what is unsafe, or what a browser would refuse.

    :param store: where the sessions are kept; None before the application has started.
    """
    return [*cookie_findings(app.config), *_about_address(app), *_about_store(app, store)]


def _about_address(app: Application) -> Iterator[Finding]:
    value: Any = app.config["SESSION_STORE"]
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is not None and parts.scheme in _CLEAR and not _is_here(parts.hostname or "localhost"):
        yield Finding(
            "sessions.store-in-clear",
            "warning",
            f"Sessions travel to {parts.hostname} unencrypted, where anybody on the way can read "
            "and change them.",
            "SESSION_STORE",
            "Use a URL that starts with rediss://, or a network of your own.",
        )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _about_store(app: Application, store: Store | None) -> Iterator[Finding]:
    path = getattr(store, "path", None)
    if isinstance(path, Path):
        yield from _about_file(app, path)
    if type(getattr(store, "cache", None)).__name__ == "SimpleCache":
        yield Finding(
            "sessions.store-of-one-process",
            "warning",
            "Sessions are kept in the memory of one process: others do not know them.",
            "SESSION_STORE",
            "Use SQLite, Redis or a cache that processes share.",
        )


def _about_file(app: Application, path: Path) -> Iterator[Finding]:
    served = app.static_folder
    if served is not None and path.resolve().is_relative_to(Path(served).resolve()):
        yield Finding(
            "sessions.store-is-served",
            "error",
            f"The file with the sessions, {path}, lies in the folder of static files.",
            "SESSION_STORE",
            "Remove the setting, which keeps it in the instance folder.",
        )
    if path.exists() and path.stat().st_mode & _FOR_OTHERS:
        yield Finding(
            "sessions.store-readable",
            "warning",
            f"Other users of this machine may open the file with the sessions, {path}.",
            "SESSION_STORE",
            f"Run: chmod 600 {path}",
        )
