"""What is said to whoever registers a route that cannot work."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from pegboard_hookspecs.errors import RegistrationError
from pegboard_hookspecs.route import Route

__all__ = ["UnknownConverterError", "check_converter", "refuse_clash", "unreadable"]

# Answered for nearly every route besides the methods that its view is for.
_SIDE_METHODS = frozenset({"HEAD", "OPTIONS"})
_CONVERTER_WORDS = ("regex", "part_isolating", "weight", "to_python", "to_url")


class UnknownConverterError(LookupError):
    """A rule names a converter that the router does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def unreadable(route: Route, error: Exception, converters: Iterable[str]) -> RegistrationError:
    """Give the error for a rule that cannot be read.

    :param error: what came of reading it.
    :param converters: the names of all converters.
    """
    if isinstance(error, UnknownConverterError):
        reason = f"it names the converter {error.name!r}, which does not exist"
        cure = _nearest_converter(error.name, converters)
    elif not route.rule.startswith("/"):
        reason, cure = "it does not start with a slash", f"Write {'/' + route.rule!r}"
    elif "malformed" in str(error):
        reason = "a variable in angle brackets is not closed or has no proper name"
        cure = "Write variables as <name> or <converter:name>"
    else:
        reason = str(error) or type(error).__name__
        cure = "Correct the variable, its converter or the converter's arguments"
    return RegistrationError(f"{_named(route)} cannot be read: {reason}. {cure}.")


def check_converter(name: str, converter: object) -> None:
    """Refuse a converter that no rule could use.

    :raises RegistrationError: its name cannot be written in a rule, or it lacks what a
        converter needs.
    """
    if re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]*", name) is None:
        message = (
            f"The converter name {name!r} cannot be written in a rule. "
            "Use letters, digits and underscores."
        )
        raise RegistrationError(message)
    missing = [word for word in _CONVERTER_WORDS if not hasattr(converter, word)]
    if not isinstance(converter, type) or missing:
        what = f"lacks {', '.join(missing)}" if missing else "is not a class"
        message = (
            f"The converter {name!r} cannot be used: {converter!r} {what}. "
            "Give a subclass of werkzeug.routing.BaseConverter."
        )
        raise RegistrationError(message)


def refuse_clash(route: Route, others: Iterable[Route]) -> None:
    """Refuse a route that would never answer because another one always does.

    :param others: routes for exactly the same URLs, registered earlier.
    :raises RegistrationError: one of them belongs to another endpoint and has a method in common.
    """
    for other in others:
        if other.endpoint != route.endpoint and _covers(other, route):
            message = (
                f"{_named(route)} of the endpoint {route.endpoint!r} would never answer: "
                f"{_named(other)} of the endpoint {other.endpoint!r} comes first for the same URLs "
                f"and methods. Change one of the rules or its methods."
            )
            raise RegistrationError(message)


def _covers(other: Route, route: Route) -> bool:
    if other.is_websocket != route.is_websocket:
        return False
    if other.methods is None or route.methods is None:
        # A route for any method may stand behind one for some methods, and answers the rest.
        return other.methods is None
    return bool(_main(other.methods) & _main(route.methods))


def _main(methods: frozenset[str]) -> frozenset[str]:
    return methods - _SIDE_METHODS or methods


def _named(route: Route) -> str:
    place = f" at {route.place}" if route.place else ""
    return f"The rule {route.rule!r}{place}"


def _nearest_converter(name: str, converters: Iterable[str]) -> str:
    names = sorted(set(converters) - {"default"})
    near = difflib.get_close_matches(name, names, n=1)
    known = f"There are: {', '.join(names)}; add your own with add_converter"
    return f"Did you mean {near[0]!r}? {known}" if near else known
