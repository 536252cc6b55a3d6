"""From ``add_url_rule`` to a route."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pegboard_hookspecs import Route
from pegboard_hookspecs.errors import RegistrationError

from pegboard.places import place_of_caller, place_of_function

__all__ = ["make_route", "tie_view"]

View = Callable[..., Any]

_OPTIONS = {
    "defaults": "defaults",
    "subdomain": "subdomain",
    "host": "host",
    "strict_slashes": "strict_slashes",
    "merge_slashes": "merge_slashes",
    "redirect_to": "redirect_to",
    "build_only": "is_build_only",
    "alias": "is_alias",
    "websocket": "is_websocket",
}


def make_route(  # noqa: PLR0913 - what add_url_rule takes
    rule: str,
    endpoint: str | None,
    view: View | None,
    *,
    methods: Iterable[str] | None,
    answers_options: bool | None,
    default_answers_options: bool,
    options: dict[str, Any],
) -> Route:
    """Make a route of what a set-up word was given.

    :raises RegistrationError: there is neither endpoint nor view, the view is not callable, or
        an option is unknown.
    :raises TypeError: methods is one string.
    """
    if view is not None and not callable(view):
        message = f"The view of {rule!r} is {view!r}, which cannot be called. Give a function."
        raise RegistrationError(message)
    allowed = _methods(rule, view, methods)
    if answers_options is None:
        answers_options = getattr(view, "provide_automatic_options", None)
    if answers_options is None:
        answers_options = default_answers_options and "OPTIONS" not in allowed
    return Route(
        rule=rule,
        endpoint=endpoint or _endpoint(rule, view),
        methods=frozenset(allowed | ({"OPTIONS"} if answers_options else set())),
        answers_options=answers_options,
        place=place_of_caller(),
        **_renamed(rule, options),
    )


def tie_view(views: dict[str, View], route: Route, view: View) -> None:
    """Tie a view to an endpoint.

    :raises RegistrationError: another view has it; the message names both places.
    """
    earlier = views.setdefault(route.endpoint, view)
    if earlier is not view:
        message = (
            f"The endpoint {route.endpoint!r} would be overwritten: it belongs to the view at "
            f"{place_of_function(earlier)}, and {route.place} gives it to the one at "
            f"{place_of_function(view)}. Pass endpoint=\"…\" to one of the routes."
        )
        raise RegistrationError(message)


def _endpoint(rule: str, view: View | None) -> str:
    name = getattr(view, "__name__", None)
    if name is None:
        message = (
            f"The route {rule!r} has no endpoint, and no view with a name to take it from. "
            "Pass endpoint=\"…\"."
        )
        raise RegistrationError(message)
    return str(name)


def _methods(rule: str, view: View | None, methods: Iterable[str] | None) -> set[str]:
    if methods is None:
        methods = getattr(view, "methods", None) or ("GET",)
    if isinstance(methods, str):
        message = f"The methods of {rule!r} must be a list of strings, like [{methods!r}]."
        raise TypeError(message)
    allowed = {method.upper() for method in methods}
    allowed |= {method.upper() for method in getattr(view, "required_methods", ())}
    return allowed | ({"HEAD"} if "GET" in allowed else set())


def _renamed(rule: str, options: dict[str, Any]) -> dict[str, Any]:
    unknown = options.keys() - _OPTIONS.keys()
    if unknown:
        message = (
            f"The route {rule!r} has the unknown option {min(unknown)!r}. "
            f"Options are: {', '.join(sorted(_OPTIONS))}, endpoint and methods."
        )
        raise RegistrationError(message)
    given = {_OPTIONS[name]: value for name, value in options.items() if value is not None}
    return given
