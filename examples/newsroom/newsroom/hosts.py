"""Hosts: which of the two applications of the newsroom answers.

One application matches subdomains, the other one whole hosts: both at once would be hard to read.
They share nothing but the process and the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from pegboard import Pegboard
from pegboard.typing import WSGIApplication

__all__ = ["ByHost", "mount"]


class ByHost:
    """A WSGI application (PEP 3333) that hands requests for some hosts over to another.

    :param default: answers all others.
    :param other: answers those hosts.
    :param hosts: without ports, in lower case.
    """

    def __init__(
        self, default: WSGIApplication, other: WSGIApplication, hosts: Collection[str]
    ) -> None:
        self.default = default
        self.other = other
        self.hosts = frozenset(hosts)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        chosen = self.other if host in self.hosts else self.default
        body: Iterable[bytes] = chosen(environ, start_response)
        return body


def mount(app: Pegboard, other: Pegboard, hosts: Collection[str]) -> None:
    """Let another application answer some hosts; it starts and ends with the first one."""

    @app.hookimpl
    def app_ready() -> None:
        other.start()

    @app.hookimpl
    def app_closing() -> None:
        other.close()

    app.wsgi_app = ByHost(app.wsgi_app, other, hosts)  # type: ignore[method-assign]  # middleware
