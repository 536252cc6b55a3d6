"""Which routes answer a URL, as the slot ``routing`` sees it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from pegboard_hookspecs import Match, Request

__all__ = ["Answers", "MatchingApp", "find_answers"]


class MatchingApp(Protocol):
    """What finding routes by a URL asks of an application."""

    def test_request_context(self, *args: Any, **kwargs: Any) -> Any:
        """Give the context of a made-up request; it is matched when it is entered."""
        ...

    def allowed_methods(self, request: Request) -> Collection[str]:
        """Give the methods that a request's URL can be asked with."""
        ...


@dataclass(frozen=True, slots=True)
class Answers:
    """What answers a URL.

    :param matches: the routes, each with the values that it reads from the URL.
    :param allowed: the methods that any route answers.
    :param redirect: where routing sends the visitor, or None.
    """

    matches: Sequence[Match]
    allowed: Sequence[str]
    redirect: str | None


def find_answers(app: MatchingApp, url: str, method: str | None) -> Answers:
    """Say which routes answer a URL.

    :param url: a path, or a whole URL where hosts matter.
    :param method: the only method that counts, or None.
    :raises SlotEmptyError: no plugin matches URLs.
    """
    allowed, outcome = _asked(app, url, method or "GET")
    outcomes = [outcome]
    if method is None:
        outcomes += [_asked(app, url, each)[1] for each in allowed]
    matches: list[Match] = []
    for each in outcomes:
        if isinstance(each, Match) and all(each.route is not other.route for other in matches):
            matches.append(each)
    redirects = (each.new_url for each in outcomes if isinstance(each, RequestRedirect))
    return Answers(matches, allowed, next(redirects, None))


def _asked(app: MatchingApp, url: str, method: str) -> tuple[Sequence[str], Match | HTTPException]:
    context = app.test_request_context(url, method=method)
    # Whoever asks on the command line may ask for any host.
    context.request.trusted_hosts = None
    with context:
        request = context.request
        return sorted(app.allowed_methods(request)), request.match or request.routing_exception
