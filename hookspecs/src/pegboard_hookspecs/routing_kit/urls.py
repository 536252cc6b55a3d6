"""From an endpoint and values to a URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.routing_kit.redirects import quoted
from pegboard_hookspecs.routing_kit.rules import URLRule, URLRules
from pegboard_hookspecs.routing_kit.site import host_of, root_of, scheme_of, subdomain_of
from pegboard_hookspecs.routing_kit.unbuildable import no_host, unbuildable, unfit

__all__ = ["build_url", "fixed_path"]

_SECURE = frozenset({"https", "wss"})


# A rule, its host or subdomain, and its path with the query.
_Built = tuple[URLRule, str, str]


def fixed_path(known: URLRules, endpoint: str) -> str | None:
    """Give the path of an endpoint whose only rule needs no values and asks for no host.

    "" means that the endpoint is not of that kind, None that there is no such endpoint.
    """
    rules = _rules_of(known, endpoint)
    if not rules:
        return None
    if len(rules) > 1 or rules[0].arguments or rules[0].websocket:
        return ""
    part, path = rules[0].build({}) or ("<", "")
    return f"/{path.lstrip('/')}" if part == known.default_subdomain else ""


def build_url(
    app: Application,
    known: URLRules,
    request: Request | None,
    endpoint: str,
    values: Mapping[str, Any],
    method: str | None,
    scheme: str | None,
    *,
    is_external: bool,
) -> str:
    """Build the URL of the first rule that fits.

    :raises BuildError: no rule does.
    :raises HostUnknownError: nobody knows the host of an absolute URL.
    """
    by_host = known.host_matching
    wanted = host_of(app, request, known) if by_host else None
    here = wanted if by_host else subdomain_of(app, request, known)
    values = _given(values)
    rules = _rules_of(known, endpoint)
    # As in Werkzeug, a rule for the method of the request comes first.
    own_method = "GET" if request is None else request.method
    built = _pick(rules, values, method or own_method, wanted)
    if built is None and method is None:
        built = _pick(rules, values, None, wanted)
    if built is None:
        raise unbuildable(known, endpoint, rules, values, method)
    rule, part, path = built
    root = root_of(app, request)
    path = f"{quoted(root) if root else ''}/{path.lstrip('/')}"
    if by_host:
        part = part or wanted or ""
    if part == here and not is_external and not rule.websocket:
        return path
    host = part if by_host else _below(part, host_of(app, request, known))
    if not host:
        raise no_host(endpoint)
    start = _start(scheme_of(app, request) if scheme is None else scheme, rule)
    return f"{start}//{host}{path}"


def _rules_of(known: URLRules, endpoint: str) -> Sequence[URLRule]:
    try:
        return list(known.iter_rules(endpoint))
    except KeyError:
        return ()


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    # A multi-dictionary gives all values of a key, as for the query of a form.
    if isinstance(values, MultiDict):
        lists = values.to_dict(flat=False).items()
        values = {key: found[0] if len(found) == 1 else found for key, found in lists if found}
    return {key: value for key, value in values.items() if value is not None}


def _pick(
    rules: Sequence[URLRule], values: Mapping[str, Any], method: str | None, host: str | None
) -> _Built | None:
    first = None
    for rule in rules:
        part_and_path = _built(rule, values) if rule.suitable_for(values, method) else None
        if part_and_path is None:
            continue
        built = (rule, *part_and_path)
        if host is None or host == built[1]:
            return built
        first = first or built
    return first


def _built(rule: URLRule, values: Mapping[str, Any]) -> tuple[str, str] | None:
    try:
        return rule.build(values)
    except ValueError as error:
        # It stays the converter's own, which code written for Werkzeug may expect.
        error.add_note(unfit(rule, values))
        raise


def _below(subdomain: str, host: str) -> str:
    return f"{subdomain}.{host}" if subdomain and host else host


def _start(scheme: str, rule: URLRule) -> str:
    is_secure = scheme in _SECURE
    if rule.websocket:
        return "wss:" if is_secure else "ws:"
    if not scheme:
        return ""
    return "https:" if is_secure else "http:"
