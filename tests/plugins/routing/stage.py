"""A stand-in for an application, and requests for it: routing asks for very little.

The router is the one that fills the slot where these tests run: the default, unless another one is
installed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points
from types import SimpleNamespace
from typing import Any, Protocol, cast

import pytest
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from pegboard_hookspecs import Application, Request, Route
from pegboard_hookspecs.slots import RoutingProvider
from pegboard_routing import WerkzeugRouting

__all__ = [
    "MATCHERS",
    "NOTHING",
    "Router",
    "make_app",
    "make_request",
    "make_router",
    "new_router",
    "outcome",
]

#: Whether a router matches by itself; the default one can leave it to Werkzeug.
MATCHERS = (
    pytest.param(True, id="own"),
    pytest.param(False, id="werkzeug's", marks=pytest.mark.standard("routing")),
)
#: The values of a path without variables.
NOTHING: dict[str, object] = {}


class Router(RoutingProvider, Protocol):
    """A provider of the slot ``routing`` that shows its engine."""

    native: Any


@cache
def _provider() -> Callable[[], Router]:
    found = sorted(entry_points(group="pegboard.routing"), key=lambda each: each.name == "werkzeug")
    provider: Callable[[], Router] = found[0].load()
    return provider


def new_router() -> Router:
    """Make a router without routes."""
    return _provider()()


def make_app(**options: Any) -> Application:
    """Make what stands in for an application; ``config`` and the matching flags are options."""
    settings: dict[str, Any] = {"host_matching": False, "subdomain_matching": False, "config": {}}
    logger = logging.getLogger("tests.routing")
    return cast("Application", SimpleNamespace(logger=logger, **{**settings, **options}))


def make_request(
    path: str = "/",
    method: str = "GET",
    *,
    host: str | None = "localhost",
    headers: Mapping[str, str] | None = None,
    **options: Any,
) -> Request:
    """Make a request; ``host=None`` leaves it without a Host header."""
    fields = Headers(list((headers or {}).items()))
    if host is not None:
        fields["Host"] = host
    return Request(method=method, path=path, headers=fields, **options)


def make_router(
    *routes: Route, app: Application | None = None, has_own_matcher: bool = True
) -> Router:
    """Make a router that has these routes.

    :param has_own_matcher: False is for the default provider only.
    """
    router = new_router() if has_own_matcher else WerkzeugRouting(has_own_matcher=False)
    _add(router, app or make_app(), routes)
    return router


def outcome(router: Router, request: Request, app: Application | None = None) -> object:
    """Give what matching comes to, as something that can be compared.

    Matched twice: the first request finds the rules as they were added, a later one finds them
    in order.
    """
    first, second = (_once(router, request, app or make_app()) for _ in range(2))

    assert first == second
    return second


def _once(router: Router, request: Request, app: Application) -> object:
    try:
        match = router.match_request(app, request)
    except RequestRedirect as error:
        return "redirect", error.new_url
    except MethodNotAllowed as error:
        return 405, sorted(error.valid_methods or ())
    except HTTPException as error:
        return error.code
    return match.route.endpoint, dict(match.values)


def _add(router: Router, app: Application, routes: Iterable[Route]) -> None:
    for route in routes:
        router.add_route(app, route)
