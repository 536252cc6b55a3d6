"""Who asks, by bearer token (RFC 6750), and who may."""

from __future__ import annotations

import logging
from typing import NoReturn, cast

from werkzeug.datastructures import WWWAuthenticate

from library import people
from library.people import Member
from pegboard import abort, g, request

__all__ = [
    "demand_librarian",
    "demand_librarian_to_write",
    "demand_member",
    "identify",
    "member",
]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

# Below "library", which is the name of the application's logger.
log = logging.getLogger(__name__)


def identify() -> None:
    """Put the member whose token came with the request into ``g``; None where none came."""
    g.member = None
    given = request.authorization
    if given is None:
        return
    g.member = people.owner_of(given.token) if given.type == "bearer" and given.token else None
    if g.member is None:
        log.warning("A token that nobody has came from %s.", request.remote_addr)
        _refuse("This token is unknown or too old.", error="invalid_token")


def demand_member() -> None:
    """Let only members pass. What a URL can be asked is told to everybody."""
    if g.member is None and request.method != "OPTIONS":
        _refuse("Send your token: Authorization: Bearer …")


def demand_librarian() -> None:
    """Let only librarians pass."""
    demand_member()
    if request.method != "OPTIONS" and not member().is_librarian:
        abort(403, "Only librarians may do this.")


def demand_librarian_to_write() -> None:
    """Let everybody read, and only librarians do anything else."""
    if request.method not in _READING:
        demand_librarian()


def member() -> Member:
    """Give the member who asks, where :func:`demand_member` was passed."""
    return cast("Member", g.member)


def _refuse(detail: str, **parameters: str | None) -> NoReturn:
    challenge = WWWAuthenticate("bearer", {"realm": "lending library", **parameters})
    abort(401, detail, www_authenticate=challenge)
