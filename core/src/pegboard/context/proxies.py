"""``request``, ``session`` and ``g``: names that stand for what is current where they are used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from werkzeug.local import LocalProxy

from pegboard.context.context import current, current_request
from pegboard.context.namespace import Namespace
from pegboard_hookspecs import Request, Session

__all__ = ["CurrentProxy", "g", "request", "session"]


class CurrentProxy(LocalProxy[Any]):
    """A werkzeug proxy whose attributes are found without werkzeug's machinery.

    It is everything that :class:`werkzeug.local.LocalProxy` is (operators, truth,
    ``_get_current_object``); attribute access, which is nearly all of its use, costs a third.
    """

    __slots__ = ()

    def __init__(self, find: Callable[[], Any], name: str) -> None:
        super().__init__(find, unbound_message=name)
        object.__setattr__(self, "_get_current_object", find)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._get_current_object(), name)


def _request() -> Request:
    return current_request("request")


def _session() -> Any:
    return current_request("session").session


def _g() -> Namespace:
    return current("g").g


#: The request that is being answered.
request: Request = cast("Request", CurrentProxy(_request, "request"))
#: The visitor's session; touching it opens it.
session: Session = cast("Session", CurrentProxy(_session, "session"))
#: What the application keeps for the length of this request or command.
g: Namespace = cast("Namespace", CurrentProxy(_g, "g"))
