"""``pegboard routes``."""

from __future__ import annotations

import json as stdlib_json
import sys
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal, Protocol

from pegboard.commands.matching import Answers, MatchingApp, find_answers
from pegboard.commands.table import table
from pegboard_hookspecs import Match, Option, Route

__all__ = ["Order", "RoutesApp", "routes"]

_AUTOMATIC = frozenset({"HEAD", "OPTIONS"})
_WILD = "*?"
Order = Literal["endpoint", "methods", "domain", "rule", "match"]


class RoutesApp(MatchingApp, Protocol):
    """What showing routes asks of an application."""

    host_matching: bool

    @property
    def routes(self) -> Sequence[Route]:
        """Every registered route, in order of registration."""
        ...


def routes(
    app: RoutesApp,
    pattern: Annotated[str, Option(is_argument=True)] = "",
    *,
    method: Annotated[str | None, Option(short="m")] = None,
    match: Annotated[str | None, Option(metavar="URL")] = None,
    sort: Annotated[Order, Option(short="s")] = "endpoint",
    all_methods: bool = False,
    json: bool = False,
) -> int:
    """Show the routes of the application, or those that are asked for.

    The exit code is 1 where none is left of those that there are.

    :param pattern: show those only that have this text in their endpoint or rule; with * or ?
        in it, those whose endpoint or rule looks like that.
    :param method: show those only that answer this method.
    :param match: show those only that answer this path or URL, with what they read from it.
    :param sort: what to sort by; match is the order of registration.
    :param all_methods: show HEAD and OPTIONS too.
    :param json: print JSON.
    """
    method = method and method.upper()
    answers = None if match is None else _answers(app, match, method)
    known = _unread(app.routes) if answers is None else answers.matches
    shown = _sorted((each for each in known if _is_meant(each.route, pattern, method)), sort)
    if json:
        has_values = answers is not None
        print(
            stdlib_json.dumps([_as_json(each, has_values=has_values) for each in shown], indent=2)
        )
    elif shown:
        print(_as_table(shown, app, all_methods=all_methods))
    else:
        print(_nothing(app, match, answers, method))
    return 0 if shown or not app.routes else 1


def _answers(app: RoutesApp, url: str, method: str | None) -> Answers:
    answers = find_answers(app, url, method)
    if answers.matches or answers.redirect is None:
        return answers
    print(f"{url} is redirected to {answers.redirect}", file=sys.stderr)
    return find_answers(app, answers.redirect, method)


def _unread(routes: Iterable[Route]) -> Sequence[Match]:
    return [Match(route) for route in routes]


def _is_meant(route: Route, pattern: str, method: str | None) -> bool:
    if method is not None and route.methods is not None and method not in _all_methods(route):
        return False
    names = (route.endpoint, route.rule)
    if any(sign in pattern for sign in _WILD):
        return any(fnmatchcase(name, pattern) for name in names)
    return any(pattern in name for name in names)


def _sorted(matches: Iterable[Match], order: Order) -> list[Match]:
    if order == "match":
        return list(matches)
    column = ("endpoint", "methods", "domain", "rule").index(order)
    return sorted(matches, key=lambda match: _columns(match.route)[column])


def _columns(route: Route, *, all_methods: bool = False) -> tuple[str, str, str, str]:
    methods = _methods(route, all_methods=all_methods)
    return route.endpoint, methods, _domain(route), _rule(route)


def _as_table(matches: Sequence[Match], app: RoutesApp, *, all_methods: bool) -> str:
    head = ("Endpoint", "Methods", "Host" if app.host_matching else "Subdomain", "Rule", "Values")
    rows = [
        (*_columns(each.route, all_methods=all_methods), _values(each.values)) for each in matches
    ]
    # Most applications have one host, and no use for a column of them; most routes read nothing.
    shown = [i for i in range(len(head)) if i not in {2, 4} or any(row[i] for row in rows)]
    return table([head[i] for i in shown], [[row[i] for i in shown] for row in rows])


def _methods(route: Route, *, all_methods: bool) -> str:
    if route.methods is None:
        return "any"
    methods = _all_methods(route)
    shown = methods if all_methods else methods - _AUTOMATIC
    return ", ".join(sorted(shown or methods))


def _all_methods(route: Route) -> frozenset[str]:
    methods = route.methods or frozenset()
    return methods | {"OPTIONS"} if route.answers_options else methods


def _domain(route: Route) -> str:
    return route.host or route.subdomain or ""


def _rule(route: Route) -> str:
    return f"{route.rule} (builds URLs only)" if route.is_build_only else route.rule


def _values(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


def _nothing(app: RoutesApp, url: str | None, answers: Answers | None, method: str | None) -> str:
    if not app.routes:
        return "No routes were registered."
    if answers is None:
        return "No route is like that."
    if method and answers.allowed:
        others = [each for each in answers.allowed if each not in _AUTOMATIC]
        return f"No route answers {method} {url}, but {', '.join(others or answers.allowed)}."
    return f"No route answers {url}."


def _as_json(match: Match, *, has_values: bool) -> dict[str, object]:
    route = match.route
    listed: dict[str, object] = {
        "endpoint": route.endpoint,
        "rule": route.rule,
        "methods": None if route.methods is None else sorted(route.methods),
        "host": route.host,
        "subdomain": route.subdomain,
        "defaults": {name: repr(value) for name, value in route.defaults.items()},
        "is_build_only": route.is_build_only,
        "place": route.place,
    }
    if has_values:
        listed["values"] = {name: repr(value) for name, value in match.values.items()}
    return listed
