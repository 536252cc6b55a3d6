"""Providers of the slot ``routing`` that each break one rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import unquote

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import BuildError as WerkzeugBuildError
from werkzeug.routing import RequestRedirect

from pegboard_hookspecs import Application, Match, Request, Route, hookimpl
from pegboard_hookspecs.errors import BuildError, HostUnknownError
from pegboard_routing import WerkzeugRouting
from tests.plugins.contracts.running import Fault


class _Matches(WerkzeugRouting, Fault):
    """Changes what matching comes to."""

    def match(self, app: Application, request: Request) -> Match:
        return WerkzeugRouting.match_request(self, app, request)

    @hookimpl
    def match_request(self, app: Application, request: Request) -> Match:
        return self.match(app, request)


class TakesTheFirstRule(_Matches):
    """The order of registration decides, as with a list of regular expressions."""

    breaks = "test_a_path_finds_its_route"

    def match(self, app: Application, request: Request) -> Match:
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

    def match(self, app: Application, request: Request) -> Match:
        match = super().match(app, request)
        return Match(match.route, {name: str(value) for name, value in match.values.items()})


class DecodesTwice(_Matches):
    breaks = "test_an_unknown_path_is_404"

    def match(self, app: Application, request: Request) -> Match:
        request.path = unquote(request.path)
        return super().match(app, request)


class IgnoresCase(_Matches):
    breaks = "test_an_unknown_path_is_404"

    def match(self, app: Application, request: Request) -> Match:
        request.path = request.path.lower()
        return super().match(app, request)


class FailsForLongNumbers(_Matches):
    breaks = "test_an_excessive_path_is_404"

    def match(self, app: Application, request: Request) -> Match:
        for part in request.path.split("/"):
            if part.isdigit():
                int(part)
        return super().match(app, request)


class ForgetsTheDefaults(_Matches):
    breaks = "test_the_match_has_the_route"

    def match(self, app: Application, request: Request) -> Match:
        match = super().match(app, request)
        names = {name for name in match.values if f":{name}>" in match.route.rule}
        return Match(match.route, {name: match.values[name] for name in names})


class AnswersAnyMethod(_Matches):
    breaks = "test_the_method_decides"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, methods=None))


class KnowsNoHead(_Matches):
    breaks = "test_the_method_decides"

    def match(self, app: Application, request: Request) -> Match:
        match = super().match(app, request)
        if request.method == "HEAD":
            raise MethodNotAllowed(["GET"])
        return match


class Has404For405(_Matches):
    breaks = "test_a_wrong_method_is_405"

    def match(self, app: Application, request: Request) -> Match:
        try:
            return super().match(app, request)
        except MethodNotAllowed:
            raise NotFound from None


class NamesNoMethods(_Matches):
    breaks = "test_clients_are_told_of_the_methods"

    def match(self, app: Application, request: Request) -> Match:
        try:
            return super().match(app, request)
        except MethodNotAllowed:
            raise MethodNotAllowed from None


class EndsAtTheFirstPath(_Matches):
    breaks = "test_a_text_for_other_methods_is_not_the_end"

    def match(self, app: Application, request: Request) -> Match:
        fixed = [route for route in app.routes if route.rule == request.path]
        methods = {method for route in fixed for method in route.methods or ()}
        if fixed and request.method not in methods:
            raise MethodNotAllowed(sorted(methods))
        return super().match(app, request)


class AllowsEverything(_Matches):
    breaks = "test_the_methods_of_a_url_are_known"

    @hookimpl
    def allowed_methods(self, app: Application, request: Request) -> Collection[str]:
        return ["DELETE", "GET", "HEAD", "POST", "PUT"]


class AllowsOfTheFirst(_Matches):
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

    def match(self, app: Application, request: Request) -> Match:
        try:
            return super().match(app, request)
        except RequestRedirect as error:
            error.code = 302
            raise


class AnswersAllSpellings(_Matches):
    breaks = "test_other_spellings_redirect"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, strict_slashes=False))


class LosesTheQuery(_Matches):
    breaks = "test_a_redirect_keeps_the_rest"

    def match(self, app: Application, request: Request) -> Match:
        try:
            return super().match(app, request)
        except RequestRedirect as error:
            raise RequestRedirect(error.new_url.partition("?")[0]) from None


class RedirectsToAnyHost(_Matches):
    breaks = "test_no_redirect_leads_elsewhere"

    def match(self, app: Application, request: Request) -> Match:
        if not request.path.endswith("/"):
            raise RequestRedirect(f"{request.path}/")
        return super().match(app, request)


class IsStrictAlways(_Matches):
    breaks = "test_slashes_may_not_matter"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, strict_slashes=True))


class MergesAlways(_Matches):
    breaks = "test_slashes_may_be_kept"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, merge_slashes=True))


class IgnoresRedirects(_Matches):
    breaks = "test_a_route_may_redirect"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, redirect_to=None))


class MatchesEverything(_Matches):
    breaks = "test_a_route_for_building_never_matches"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, is_build_only=False))


class ReadsTheHost(_Matches):
    breaks = "test_the_host_is_not_read"

    def match(self, app: Application, request: Request) -> Match:
        assert request.host is not None
        return super().match(app, request)


class ClaimsToMatchHosts(_Matches):
    breaks = "test_hosts_are_matched"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, host="<any_host>"))


class TellsNoHandshakesApart(_Matches):
    breaks = "test_handshakes_are_told_apart"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, is_websocket=False))


class _Converters(_Matches):
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

    def match(self, app: Application, request: Request) -> Match:
        try:
            return super().match(app, request)
        except NotFound as error:
            raise ValueError(request.path) from error


class RefusesInItsOwnWords(_Matches):
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

    def match(self, app: Application, request: Request) -> Match:
        self.is_frozen = True
        return super().match(app, request)

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        if not self.is_frozen:
            super().add_route(app, route)


class HasOneMap(_Matches):
    breaks = "test_applications_do_not_meet"
    shared: ClassVar[list[WerkzeugRouting]] = []

    def __init__(self) -> None:
        super().__init__()
        self.shared.append(self)

    def match(self, app: Application, request: Request) -> Match:
        return WerkzeugRouting.match_request(self.shared[-1], app, request)


class _Builds(WerkzeugRouting, Fault):
    """Changes what is built; ``wanted`` holds the arguments of the hook."""

    def built(self, url: str, wanted: Mapping[str, Any]) -> str:
        return url

    def changed(self, wanted: dict[str, Any]) -> None:
        """Change the arguments."""

    @hookimpl
    def build_url(
        self,
        app: Application,
        request: Request | None,
        endpoint: str,
        values: Mapping[str, Any],
        method: str | None,
        scheme: str | None,
        is_external: bool,
    ) -> str:
        wanted: dict[str, Any] = {
            "app": app,
            "request": request,
            "endpoint": endpoint,
            "values": values,
            "method": method,
            "scheme": scheme,
            "is_external": is_external,
        }
        self.changed(wanted)
        return self.built(super().build_url(**wanted), wanted)


class DropsUnknownValues(_Builds):
    breaks = "test_a_url_is_built"

    def built(self, url: str, wanted: Mapping[str, Any]) -> str:
        return url.partition("?")[0]


class QuotesNothing(_Builds):
    breaks = "test_a_url_leads_back"

    def built(self, url: str, wanted: Mapping[str, Any]) -> str:
        return unquote(url)


class ForgetsTheRootPath(_Builds):
    breaks = "test_a_url_begins_with_the_root_path"

    def built(self, url: str, wanted: Mapping[str, Any]) -> str:
        return url.replace("/my%20app", "")


class ForgetsThePort(_Builds):
    breaks = "test_a_whole_url_is_of_the_request"

    def built(self, url: str, wanted: Mapping[str, Any]) -> str:
        return url.replace(":8000", "")


class TakesNoSchemeForTheSame(_Builds):
    breaks = "test_a_whole_url_is_of_the_request"

    def changed(self, wanted: dict[str, Any]) -> None:
        wanted["scheme"] = wanted["scheme"] or None


class PrefersHTTP(_Builds):
    breaks = "test_a_whole_url_is_of_the_settings"

    def changed(self, wanted: dict[str, Any]) -> None:
        wanted["scheme"] = wanted["scheme"] or "http"


class TrustsTheHostHeader(_Builds):
    breaks = "test_no_host_header_gets_into_a_link"

    def built(self, url: str, wanted: Mapping[str, Any]) -> str:
        request = wanted["request"]
        return url if request is None else url.replace("example.org", request.host)


class TakesLocalhost(_Builds):
    breaks = "test_a_url_without_a_host_is_refused"

    @hookimpl
    def build_url(
        self,
        app: Application,
        request: Request | None,
        endpoint: str,
        values: Mapping[str, Any],
        method: str | None,
        scheme: str | None,
        is_external: bool,
    ) -> str:
        try:
            return super().build_url(app, request, endpoint, values, method, scheme, is_external)
        except HostUnknownError:
            return f"http://localhost/{endpoint}"


class IgnoresTheMethod(_Builds):
    breaks = "test_the_method_decides_what_is_built"

    def changed(self, wanted: dict[str, Any]) -> None:
        wanted["method"] = None


class BuildsForAnyMethod(_Builds):
    breaks = "test_no_route_of_another_method_is_built"

    def changed(self, wanted: dict[str, Any]) -> None:
        wanted["method"] = None


class BuildsAliases(_Builds):
    breaks = "test_an_alias_is_not_built"

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        super().add_route(app, replace(route, is_alias=False))


class RaisesItsLibrarysError(_Builds):
    breaks = "test_an_unknown_endpoint_is_explained"

    @hookimpl
    def build_url(
        self,
        app: Application,
        request: Request | None,
        endpoint: str,
        values: Mapping[str, Any],
        method: str | None,
        scheme: str | None,
        is_external: bool,
    ) -> str:
        try:
            return super().build_url(app, request, endpoint, values, method, scheme, is_external)
        except BuildError:
            raise WerkzeugBuildError(endpoint, values, method) from None


class NamesNoMissingValue(_Builds):
    breaks = "test_missing_values_are_named"

    @hookimpl
    def build_url(
        self,
        app: Application,
        request: Request | None,
        endpoint: str,
        values: Mapping[str, Any],
        method: str | None,
        scheme: str | None,
        is_external: bool,
    ) -> str:
        try:
            return super().build_url(app, request, endpoint, values, method, scheme, is_external)
        except BuildError:
            raise BuildError("Cannot be built.", endpoint=endpoint) from None


def _as_text(_: object, value: object) -> str:
    return f"{value}"


class BuildsWithoutConverters(_Builds):
    breaks = "test_a_converter_builds"

    @hookimpl
    def add_converter(self, app: Application, name: str, converter: type[Any]) -> None:
        super().add_converter(app, name, type(name, (converter,), {"to_url": _as_text}))
