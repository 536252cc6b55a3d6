"""Providers of the slot ``routing`` that each break one rule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import unquote

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from pegboard_hookspecs import Application, Match, Request, Route, hookimpl
from pegboard_routing import WerkzeugRouting
from tests.plugins.contracts.running import Fault


class _Matches(WerkzeugRouting, Fault):
    """Changes what is asked, what matching finds, or what it raises."""

    def asked(self, app: Application, request: Request) -> None:
        """Change the request, or raise an error in place of matching it."""

    def found(self, request: Request, match: Match) -> Match:
        return match

    def raised(self, error: HTTPException) -> Exception:
        return error

    @hookimpl
    def match_request(self, app: Application, request: Request) -> Match:
        self.asked(app, request)
        try:
            match = super().match_request(app, request)
        except HTTPException as error:
            raise self.raised(error) from None
        return self.found(request, match)


class _Routes(WerkzeugRouting, Fault):
    """Changes routes as they are added."""

    change: ClassVar[dict[str, Any]] = {}

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, **self.change))


class TakesTheFirstRule(_Matches):
    """The order of registration decides, as with a list of regular expressions."""

    breaks = "test_a_path_finds_its_route"

    @hookimpl
    def match_request(self, app: Application, request: Request) -> Match:
        for route in app.routes:
            single = WerkzeugRouting()
            single.add_route(app, route)
            try:
                return single.match_request(app, request)
            except HTTPException:
                continue
        raise NotFound


class GivesTextForNumbers(_Matches):
    breaks = "test_a_path_finds_its_route"

    def found(self, request: Request, match: Match) -> Match:
        return Match(match.route, {name: str(value) for name, value in match.values.items()})


class DecodesTwice(_Matches):
    breaks = "test_an_unknown_path_is_404"

    def asked(self, app: Application, request: Request) -> None:
        request.path = unquote(request.path)


class IgnoresCase(_Matches):
    breaks = "test_an_unknown_path_is_404"

    def asked(self, app: Application, request: Request) -> None:
        request.path = request.path.lower()


class FailsForLongNumbers(_Matches):
    breaks = "test_an_excessive_path_is_404"

    def asked(self, app: Application, request: Request) -> None:
        for part in request.path.split("/"):
            if part.isdigit():
                int(part)


class ForgetsTheDefaults(_Matches):
    breaks = "test_the_match_has_the_route"

    def found(self, request: Request, match: Match) -> Match:
        names = {name for name in match.values if f":{name}>" in match.route.rule}
        return Match(match.route, {name: match.values[name] for name in names})


class AnswersAnyMethod(_Routes):
    breaks = "test_the_method_decides"
    change: ClassVar[dict[str, Any]] = {"methods": None}


class KnowsNoHead(_Matches):
    breaks = "test_the_method_decides"

    def found(self, request: Request, match: Match) -> Match:
        if request.method == "HEAD":
            raise MethodNotAllowed(["GET"])
        return match


class Has404For405(_Matches):
    breaks = "test_a_wrong_method_is_405"

    def raised(self, error: HTTPException) -> Exception:
        return NotFound() if isinstance(error, MethodNotAllowed) else error


class NamesNoMethods(_Matches):
    breaks = "test_clients_are_told_of_the_methods"

    def raised(self, error: HTTPException) -> Exception:
        return MethodNotAllowed() if isinstance(error, MethodNotAllowed) else error


class EndsAtTheFirstPath(_Matches):
    breaks = "test_a_text_for_other_methods_is_not_the_end"

    def asked(self, app: Application, request: Request) -> None:
        fixed = [route for route in app.routes if route.rule == request.path]
        methods = {method for route in fixed for method in route.methods or ()}
        if fixed and request.method not in methods:
            raise MethodNotAllowed(sorted(methods))


class AllowsEverything(WerkzeugRouting, Fault):
    breaks = "test_the_methods_of_a_url_are_known"

    @hookimpl
    def allowed_methods(self, app: Application, request: Request) -> Collection[str]:
        return ["DELETE", "GET", "HEAD", "POST", "PUT"]


class AllowsOfTheFirst(WerkzeugRouting, Fault):
    breaks = "test_the_methods_of_a_url_are_known"

    @hookimpl
    def allowed_methods(self, app: Application, request: Request) -> Collection[str]:
        for route in app.routes:
            if route.rule == request.path:
                return route.methods or ()
        return ()


class RedirectsForAWhile(_Matches):
    """By 302, behind which browsers send GET."""

    breaks = "test_other_spellings_redirect"

    def raised(self, error: HTTPException) -> Exception:
        if isinstance(error, RequestRedirect):
            error.code = 302
        return error


class AnswersAllSpellings(_Routes):
    breaks = "test_other_spellings_redirect"
    change: ClassVar[dict[str, Any]] = {"strict_slashes": False}


class LosesTheQuery(_Matches):
    breaks = "test_a_redirect_keeps_the_rest"

    def raised(self, error: HTTPException) -> Exception:
        if isinstance(error, RequestRedirect):
            return RequestRedirect(error.new_url.partition("?")[0])
        return error


class RedirectsToAnyHost(_Matches):
    breaks = "test_no_redirect_leads_elsewhere"

    def asked(self, app: Application, request: Request) -> None:
        if not request.path.endswith("/"):
            raise RequestRedirect(f"{request.path}/")


class IsStrictAlways(_Routes):
    breaks = "test_slashes_may_not_matter"
    change: ClassVar[dict[str, Any]] = {"strict_slashes": True}


class MergesAlways(_Routes):
    breaks = "test_slashes_may_be_kept"
    change: ClassVar[dict[str, Any]] = {"merge_slashes": True}


class IgnoresRedirects(_Routes):
    breaks = "test_a_route_may_redirect"
    change: ClassVar[dict[str, Any]] = {"redirect_to": None}


class MatchesEverything(_Routes):
    breaks = "test_a_route_for_building_never_matches"
    change: ClassVar[dict[str, Any]] = {"is_build_only": False}


class ReadsTheHost(_Matches):
    breaks = "test_the_host_is_not_read"

    def asked(self, app: Application, request: Request) -> None:
        assert request.host is not None


class ClaimsToMatchHosts(_Routes):
    breaks = "test_hosts_are_matched"
    change: ClassVar[dict[str, Any]] = {"host": "<any_host>"}


class TellsNoHandshakesApart(_Routes):
    breaks = "test_handshakes_are_told_apart"
    change: ClassVar[dict[str, Any]] = {"is_websocket": False}


class BuildsAliases(_Routes):
    breaks = "test_an_alias_is_not_built"
    change: ClassVar[dict[str, Any]] = {"is_alias": False}


class _Converters(WerkzeugRouting, Fault):
    """Changes converters as they are added."""

    change: ClassVar[dict[str, Any]] = {}

    @hookimpl
    def add_converter(self, app: Application, name: str, converter: type[Any]) -> None:
        super().add_converter(app, name, type(name, (converter,), dict(self.change)))


def _init_without_arguments(self: Any, url_map: Any, **_: object) -> None:
    added: Any = type(self).__mro__[1]
    added.__init__(self, url_map)


class IgnoresArguments(_Converters):
    breaks = "test_a_converter_converts"
    change: ClassVar[dict[str, Any]] = {"__init__": _init_without_arguments}


class IgnoresExpressions(_Converters):
    breaks = "test_a_converter_converts"
    change: ClassVar[dict[str, Any]] = {"regex": "[^/]+"}


class IgnoresWeights(_Converters):
    breaks = "test_less_weight_goes_first"
    change: ClassVar[dict[str, Any]] = {"weight": 100}


class EndsAtEachSlash(_Converters):
    breaks = "test_a_converter_may_span_slashes"
    change: ClassVar[dict[str, Any]] = {"part_isolating": True, "regex": "[^/]+"}


class FailsWhereAConverterRefuses(_Matches):
    breaks = "test_a_converter_may_refuse"

    def raised(self, error: HTTPException) -> Exception:
        return ValueError(str(error)) if isinstance(error, NotFound) else error


class RefusesInItsOwnWords(WerkzeugRouting, Fault):
    breaks = "test_a_rule_that_cannot_be_read_is_refused"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        try:
            super().add_route(app, route)
        except Exception as error:
            raise ValueError(route.rule) from error


class FreezesWithTheFirstRequest(_Matches):
    breaks = "test_a_route_may_come_late"
    is_frozen = False

    def asked(self, app: Application, request: Request) -> None:
        self.is_frozen = True

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        if not self.is_frozen:
            super().add_route(app, route)


class HasOneMap(WerkzeugRouting, Fault):
    breaks = "test_applications_do_not_meet"
    shared: ClassVar[list[WerkzeugRouting]] = []

    def __init__(self) -> None:
        super().__init__()
        self.shared.append(self)

    @hookimpl
    def match_request(self, app: Application, request: Request) -> Match:
        return WerkzeugRouting.match_request(self.shared[-1], app, request)
