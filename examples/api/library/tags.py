"""Entity tags: what lets a client ask only for news, and never overwrite what it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pegboard import abort, request

__all__ = ["Tagged", "demand_match"]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A body and its tag, which changes whenever the body does; a view may return it.

    A client that sends the tag in ``If-None-Match`` is answered with 304 while it still holds.
    """

    body: Mapping[str, Any]
    tag: str


def demand_match(tag: str) -> None:
    """Let a change pass only if the client has seen what it changes.

    It says so in ``If-Match``. Without that it is asked to (428, RFC 6585), and with the tag of
    something older it is refused (412, RFC 9110, section 13.1.1).
    """
    if "If-Match" not in request.headers:
        abort(428, "Read it first, and send its ETag in the header If-Match.")
    if tag not in request.if_match:
        abort(412, "It has changed since you read it. Read it again.")
