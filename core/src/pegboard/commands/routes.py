"""``pegboard routes``."""

from __future__ import annotations

import json as stdlib_json
from collections.abc import Sequence
from typing import Annotated, Literal

from pegboard.commands.table import table
from pegboard_hookspecs import Application, Option, Route

__all__ = ["Order", "routes"]

_AUTOMATIC = frozenset({"HEAD", "OPTIONS"})
Order = Literal["endpoint", "methods", "domain", "rule", "match"]


def routes(
    app: Application,
    *,
    sort: Annotated[Order, Option(short="s")] = "endpoint",
    all_methods: bool = False,
    json: bool = False,
) -> None:
    """Show all routes of the application.

    :param sort: what to sort by; match is the order of registration.
    :param all_methods: show HEAD and OPTIONS too.
    :param json: print JSON.
    """
    shown = _sorted(app.routes, sort)
    if json:
        print(stdlib_json.dumps([_as_json(route) for route in shown], indent=2))
    elif not shown:
        print("No routes were registered.")
    else:
        print(_as_table(shown, app, all_methods=all_methods))


def _sorted(routes: Sequence[Route], order: Order) -> list[Route]:
    if order == "match":
        return list(routes)
    column = ("endpoint", "methods", "domain", "rule").index(order)
    return sorted(routes, key=lambda route: _columns(route)[column])


def _columns(route: Route, *, all_methods: bool = False) -> tuple[str, str, str, str]:
    methods = _methods(route, all_methods=all_methods)
    return route.endpoint, methods, _domain(route), _rule(route)


def _as_table(routes: Sequence[Route], app: Application, *, all_methods: bool) -> str:
    head = ("Endpoint", "Methods", "Host" if app.host_matching else "Subdomain", "Rule")
    rows = [_columns(route, all_methods=all_methods) for route in routes]
    if any(map(_domain, routes)):
        return table(head, rows)
    # Most applications have one host, and no use for a column of them.
    without = [0, 1, 3]
    return table([head[i] for i in without], [[row[i] for i in without] for row in rows])


def _methods(route: Route, *, all_methods: bool) -> str:
    if route.methods is None:
        return "any"
    methods = route.methods | {"OPTIONS"} if route.answers_options else route.methods
    shown = methods if all_methods else methods - _AUTOMATIC
    return ", ".join(sorted(shown or methods))


def _domain(route: Route) -> str:
    return route.host or route.subdomain or ""


def _rule(route: Route) -> str:
    return f"{route.rule} (builds URLs only)" if route.is_build_only else route.rule


def _as_json(route: Route) -> dict[str, object]:
    return {
        "endpoint": route.endpoint,
        "rule": route.rule,
        "methods": None if route.methods is None else sorted(route.methods),
        "host": route.host,
        "subdomain": route.subdomain,
        "defaults": {name: repr(value) for name, value in route.defaults.items()},
        "is_build_only": route.is_build_only,
        "place": route.place,
    }
