"""Providers of the slot ``routing`` that each break one rule of how URLs are built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from werkzeug.routing import BuildError as WerkzeugBuildError

from pegboard_hookspecs import Application, Request, hookimpl
from pegboard_hookspecs.errors import BuildError, HostUnknownError
from pegboard_routing import WerkzeugRouting
from tests.plugins.contracts.running import Fault


class _Builds(WerkzeugRouting, Fault):
    """Changes what is built; ``wanted`` holds the arguments of the hook."""

    def build(self, wanted: dict[str, Any]) -> str:
        return super().build_url(**wanted)

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
        return self.build(
            {
                "app": app,
                "request": request,
                "endpoint": endpoint,
                "values": values,
                "method": method,
                "scheme": scheme,
                "is_external": is_external,
            }
        )


class DropsUnknownValues(_Builds):
    breaks = "test_a_url_is_built"

    def build(self, wanted: dict[str, Any]) -> str:
        return super().build(wanted).partition("?")[0]


class QuotesNothing(_Builds):
    breaks = "test_a_url_leads_back"

    def build(self, wanted: dict[str, Any]) -> str:
        return unquote(super().build(wanted))


class ForgetsTheRootPath(_Builds):
    breaks = "test_a_url_begins_with_the_root_path"

    def build(self, wanted: dict[str, Any]) -> str:
        return super().build(wanted).replace("/my%20app", "")


class ForgetsThePort(_Builds):
    breaks = "test_a_whole_url_is_of_the_request"

    def build(self, wanted: dict[str, Any]) -> str:
        return super().build(wanted).replace(":8000", "")


class TakesNoSchemeForTheSame(_Builds):
    breaks = "test_a_whole_url_is_of_the_request"

    def build(self, wanted: dict[str, Any]) -> str:
        return super().build({**wanted, "scheme": wanted["scheme"] or None})


class PrefersHTTP(_Builds):
    breaks = "test_a_whole_url_is_of_the_settings"

    def build(self, wanted: dict[str, Any]) -> str:
        return super().build({**wanted, "scheme": wanted["scheme"] or "http"})


class TrustsTheHostHeader(_Builds):
    breaks = "test_no_host_header_gets_into_a_link"

    def build(self, wanted: dict[str, Any]) -> str:
        url, request = super().build(wanted), wanted["request"]
        return url if request is None else url.replace("example.org", request.host)


class TakesLocalhost(_Builds):
    breaks = "test_a_url_without_a_host_is_refused"

    def build(self, wanted: dict[str, Any]) -> str:
        try:
            return super().build(wanted)
        except HostUnknownError:
            return f"http://localhost/{wanted['endpoint']}"


class IgnoresTheMethod(_Builds):
    breaks = "test_the_method_decides_what_is_built"

    def build(self, wanted: dict[str, Any]) -> str:
        return super().build({**wanted, "method": None})


class BuildsForAnyMethod(_Builds):
    breaks = "test_no_route_of_another_method_is_built"

    def build(self, wanted: dict[str, Any]) -> str:
        try:
            return super().build(wanted)
        except BuildError:
            return super().build({**wanted, "method": None})


class RaisesItsLibrarysError(_Builds):
    breaks = "test_an_unknown_endpoint_is_explained"

    def build(self, wanted: dict[str, Any]) -> str:
        try:
            return super().build(wanted)
        except BuildError as error:
            raise WerkzeugBuildError(error.endpoint, wanted["values"], None) from None


class NamesNoMissingValue(_Builds):
    breaks = "test_missing_values_are_named"

    def build(self, wanted: dict[str, Any]) -> str:
        try:
            return super().build(wanted)
        except BuildError as error:
            raise BuildError("Cannot be built.", endpoint=error.endpoint) from None


def _as_text(_: object, value: object) -> str:
    return f"{value}"


class BuildsWithoutConverters(WerkzeugRouting, Fault):
    breaks = "test_a_converter_builds"

    @hookimpl
    def add_converter(self, app: Application, name: str, converter: type[Any]) -> None:
        super().add_converter(app, name, type(name, (converter,), {"to_url": _as_text}))
