"""What is said to whoever asks for a URL that cannot be built."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pegboard_hookspecs.errors import BuildError, HostUnknownError
from pegboard_hookspecs.routing_kit.rules import URLRule, URLRules

__all__ = ["no_host", "unbuildable", "unfit"]


def no_host(endpoint: str) -> HostUnknownError:
    """Give the error for an absolute URL whose host nobody knows."""
    message = (
        f"The absolute URL of {endpoint!r} needs a host, and nobody names one here. "
        "Set SERVER_NAME, or build the URL during a request that has a valid Host header."
    )
    return HostUnknownError(message, endpoint=endpoint)


def unfit(rule: URLRule, values: Mapping[str, Any]) -> str:
    """Say of an exception that a converter raised which rule and values it was about."""
    taken = {name: value for name, value in values.items() if name in rule.arguments}
    return (
        f"No URL can be built for the endpoint {rule.endpoint!r}: its rule {rule.rule!r} cannot "
        f"take {taken!r}. Pass values of the kinds that the rule names."
    )


def unbuildable(
    known: URLRules,
    endpoint: str,
    rules: Sequence[URLRule],
    values: Mapping[str, Any],
    method: str | None,
) -> BuildError:
    """Give the error for an endpoint, method and values that fit no rule.

    :param rules: the rules of the endpoint.
    """
    suggested = None
    if rules:
        reason = _why_none_fits(endpoint, rules, values, method)
    else:
        suggested = _nearest(known, endpoint)
        cure = f"Did you mean {suggested!r}?" if suggested else "'pegboard routes' lists them all."
        reason = f"no route has that endpoint. {cure}"
    message = f"No URL can be built for the endpoint {endpoint!r}: {reason}"
    return BuildError(message, endpoint=endpoint, values=dict(values), suggested=suggested)


def _nearest(known: URLRules, endpoint: str) -> str | None:
    endpoints = {str(rule.endpoint) for rule in known.iter_rules()}
    near = difflib.get_close_matches(endpoint, sorted(endpoints), n=1)
    return near[0] if near else None


def _why_none_fits(
    endpoint: str, rules: Sequence[URLRule], values: Mapping[str, Any], method: str | None
) -> str:
    served = [rule for rule in rules if method is None or method in (rule.methods or {method})]
    if not served:
        methods = sorted({name for rule in rules for name in rule.methods or ()})
        return f"it does not answer {method!r}, only {', '.join(methods)}."
    rule = min(served, key=lambda rule: len(_missing(rule, values)))
    missing = _missing(rule, values)
    if missing:
        names = ", ".join(f"{name}=…" for name in missing)
        return f"its rule {rule.rule!r} needs more values. Write url_for({endpoint!r}, {names})."
    for name, fixed in (rule.defaults or {}).items():
        if values.get(name, fixed) != fixed:
            return f"its rule {rule.rule!r} is for {name}={fixed!r} only, not {values[name]!r}."
    return f"a converter of its rule {rule.rule!r} refuses one of the values {dict(values)!r}."


def _missing(rule: URLRule, values: Mapping[str, Any]) -> list[str]:
    return sorted(set(rule.arguments) - set(rule.defaults or ()) - set(values))
