"""From ``add_url_rule`` to a route."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pegboard.places import place_of_function
from pegboard.plugins.loader import suggestion
from pegboard.registration.registering import View, refuse_class
from pegboard_hookspecs import Route
from pegboard_hookspecs.errors import RegistrationError

__all__ = ["make_route", "refuse_overwriting"]

#: Options of the words, and what a route calls them.
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
# RFC 9110, section 9.1.
_METHOD = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


def make_route(
    rule: str,
    endpoint: str | None,
    view: View | None,
    *,
    methods: Iterable[str] | None,
    answers_options: bool | None,
    is_answering_by_default: bool,
    place: str,
    options: Mapping[str, Any],
) -> Route:
    """Make a route of what a set-up word was given.

    :param methods: None takes the view's ``methods``, or GET.
    :param answers_options: None takes the view's ``provide_automatic_options``, or the default.
    :param is_answering_by_default: OPTIONS is answered for routes that do not do it themselves.
    :param place: ``file:line`` of the registration.
    :raises RegistrationError: there is neither endpoint nor view, rule or view are none, or an
        option is unknown.
    :raises TypeError: methods is one string.
    """
    _refuse_strangers(rule, view, place)
    allowed = _methods(rule, view, methods, place)
    if answers_options is None:
        answers_options = getattr(view, "provide_automatic_options", None)
    if answers_options is None:
        answers_options = is_answering_by_default and "OPTIONS" not in allowed
    return Route(
        rule=rule,
        endpoint=endpoint or _endpoint(rule, view, place),
        methods=frozenset(allowed | ({"OPTIONS"} if answers_options else set())),
        answers_options=answers_options,
        place=place,
        **_renamed(rule, options, place),
    )


def refuse_overwriting(
    views: Mapping[str, View], endpoint: str, view: View, place: str = ""
) -> None:
    """Refuse a second view for an endpoint.

    :param place: ``file:line`` of the registration; "" when it stands at the view.
    :raises RegistrationError: another view has it; the message names both places.
    """
    earlier = views.get(endpoint, view)
    if earlier is not view:
        where = f"{place} gives it" if place else "it would go"
        message = (
            f"The endpoint {endpoint!r} would be overwritten: it belongs to the view at "
            f"{place_of_function(earlier)}, and {where} to the one at {place_of_function(view)}. "
            'Pass endpoint="…" to one of the routes.'
        )
        raise RegistrationError(message)


def _refuse_strangers(rule: object, view: object, place: str) -> None:
    if not isinstance(rule, str):
        message = f"The rule at {place} is {rule!r}. Give a string, as in '/users/<int:id>'."
        raise RegistrationError(message)
    if view is not None and not callable(view):
        message = (
            f"The view of {rule!r} ({place}) is {view!r}, which cannot be called. Give a function."
        )
        raise RegistrationError(message)
    refuse_class(f"The view of {rule!r} ({place})", view)


def _endpoint(rule: str, view: View | None, place: str) -> str:
    name = getattr(view, "__name__", None)
    if name is None:
        message = (
            f"The route {rule!r} ({place}) has no endpoint, and no view with a name to take it "
            'from. Pass endpoint="…".'
        )
        raise RegistrationError(message)
    return str(name)


def _methods(rule: str, view: View | None, methods: Iterable[str] | None, place: str) -> set[str]:
    if methods is None:
        own: Iterable[str] | None = getattr(view, "methods", None)
        methods = own or ("GET",)
    if isinstance(methods, str):
        message = (
            f"The methods of {rule!r} ({place}) must be a list of strings, like [{methods!r}]."
        )
        raise TypeError(message)
    allowed = {_method(rule, method, place) for method in methods}
    required: Iterable[str] = getattr(view, "required_methods", None) or ()
    allowed |= {_method(rule, method, place) for method in required}
    return allowed | ({"HEAD"} if "GET" in allowed else set())


def _method(rule: str, method: object, place: str) -> str:
    if not isinstance(method, str) or _METHOD.fullmatch(method) is None:
        message = f"The route {rule!r} ({place}) has the method {method!r}. Write one like 'POST'."
        raise RegistrationError(message)
    return method.upper()


def _renamed(rule: str, options: Mapping[str, Any], place: str) -> dict[str, Any]:
    unknown = options.keys() - _OPTIONS.keys()
    if unknown:
        name = min(unknown)
        hint = suggestion(name, [*_OPTIONS, "endpoint", "methods", "provide_automatic_options"])
        message = (
            f"The route {rule!r} ({place}) has the unknown option {name!r}.{hint} "
            f"Options are: {', '.join(sorted(_OPTIONS))}, endpoint and methods."
        )
        raise RegistrationError(message)
    return {_OPTIONS[name]: value for name, value in options.items() if value is not None}
