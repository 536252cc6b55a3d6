"""A stand-in for an application, and requests for it: routing asks for very little."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from pegboard_hookspecs import Application, Request, Route
from pegboard_routing import WerkzeugRouting

__all__ = ["NOTHING", "make_app", "make_request", "make_router", "outcome"]

#: The values of a path without variables.
NOTHING: dict[str, object] = {}


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
    *routes: Route, app: Application | None = None, has_own_matcher: bool | None = None
) -> WerkzeugRouting:
    """Make a router that has these routes."""
    router = WerkzeugRouting(has_own_matcher=has_own_matcher)
    _add(router, app or make_app(), routes)
    return router


def outcome(router: WerkzeugRouting, request: Request, app: Application | None = None) -> object:
    """Give what matching comes to, as something that can be compared.

    Matched twice: the first request finds the rules as they were added, a later one finds them
    in order.
    """
    first, second = (_once(router, request, app or make_app()) for _ in range(2))

    assert first == second
    return second


def _once(router: WerkzeugRouting, request: Request, app: Application) -> object:
    try:
        match = router.match_request(app, request)
    except RequestRedirect as error:
        return "redirect", error.new_url
    except MethodNotAllowed as error:
        return 405, sorted(error.valid_methods or ())
    except HTTPException as error:
        return error.code
    return match.route.endpoint, dict(match.values)


def _add(router: WerkzeugRouting, app: Application, routes: Iterable[Route]) -> None:
    for route in routes:
        router.add_route(app, route)
