"""What the suites of the slot ``routing`` share: requests, and what matching them comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from pegboard import Pegboard
from pegboard_contracts.contract import Contract
from pegboard_hookspecs import Request

__all__ = ["NOTHING", "MatchingContract", "Rules", "no_view", "outcome_of", "request_for"]

#: Endpoints by their rules.
Rules = Mapping[str, str]

#: The values of a rule that has no parts.
NOTHING: dict[str, object] = {}


class MatchingContract(Contract):
    """The base of the suites of the slot ``routing`` that match requests."""

    slot = "routing"

    def app(self, rules: Rules | Iterable[str] = (), **options: Any) -> Pegboard:
        """Make an application with rules, by endpoint or, where they have none, by themselves."""
        app = self.make_app(**options)
        for rule in rules:
            endpoint = cast("Rules", rules)[rule] if isinstance(rules, Mapping) else rule
            app.add_url_rule(rule, endpoint, no_view)
        return app

    def outcome(self, rules: Rules | Iterable[str], path: str, method: str = "GET") -> object:
        """Give what matching one path comes to."""
        return outcome_of(self.app(rules), request_for(path, method))


def request_for(
    path: str, method: str = "GET", *, host: str = "localhost", **options: Any
) -> Request:
    """Make a request, as a client sends it."""
    fields = options.pop("headers", {})
    headers = Headers([("Host", host), *fields.items()])
    return Request(method=method, path=path, headers=headers, **options)


def outcome_of(app: Pegboard, request: Request) -> object:
    """Give what matching comes to: endpoint and values, or what was raised instead."""
    try:
        match = app.calls.match_request(app, request)
    except RequestRedirect as error:
        return error.code, error.new_url
    except MethodNotAllowed as error:
        return 405, sorted(error.valid_methods or ())
    except HTTPException as error:
        return error.code
    return match.route.endpoint, dict(match.values)


def no_view(**_: object) -> str:
    """Answer nothing: a suite matches, and calls no view."""
    return ""
