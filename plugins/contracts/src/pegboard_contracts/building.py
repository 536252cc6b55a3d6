"""The part of the suite of the slot ``routing`` that is about URLs."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.routing import BaseConverter

from pegboard import Pegboard
from pegboard_contracts.contract import Contract
from pegboard_contracts.matching import no_view
from pegboard_hookspecs import Request
from pegboard_hookspecs.errors import BuildError, HostUnknownError

__all__ = ["BuildingContract"]

_SETTINGS = {
    "SERVER_NAME": "example.org:8000",
    "APPLICATION_ROOT": "/app",
    "PREFERRED_URL_SCHEME": "https",
}
_AWKWARD = [
    "a b",
    "é€",
    "a%2Fb",
    "a?b",
    "a#b",
    "100%",
    "a+b",
    "a&b=c",
    "a;b",
    "'\"<>",
    "~-_.!",
    "\U0001f600",
]


def _request(*, host: str | None = "localhost", root_path: str = "", **options: Any) -> Request:
    fields = Headers() if host is None else Headers([("Host", host)])
    return Request(path="/here", headers=fields, root_path=root_path, **options)


def _build(
    app: Pegboard,
    endpoint: str,
    values: dict[str, Any] | None = None,
    *,
    request: Request | None = None,
    method: str | None = None,
    scheme: str | None = None,
    is_external: bool = False,
) -> str:
    url: str = app.calls.build_url(
        app, request, endpoint, values or {}, method, scheme, is_external
    )
    return url


class BuildingContract(Contract):
    """How every provider of the slot ``routing`` builds URLs."""

    slot = "routing"

    def building_app(self, **config: object) -> Pegboard:
        """Make an application with a few routes."""
        app = self.make_app(config=config)
        for rule, endpoint in (
            ("/", "root"),
            ("/about", "about"),
            ("/users/<int:id>", "user"),
            ("/tags/<name>", "tag"),
            ("/files/<path:path>", "file"),
            ("/kind/<any(cat, dog):kind>", "kind"),
            ("/docs/é ü/", "docs"),
            ("/form", "form"),
        ):
            app.add_url_rule(rule, endpoint, no_view)
        app.add_url_rule("/pages", "pages", no_view, defaults={"page": 1})
        app.add_url_rule("/pages/<int:page>", "pages", no_view)
        app.add_url_rule("/form/save", "form", no_view, methods=["POST"])
        app.add_url_rule("/only", "only", no_view, build_only=True)
        return app

    @pytest.mark.parametrize(
        ("endpoint", "values", "expected"),
        [
            ("root", {}, "/"),
            ("about", {}, "/about"),
            ("about", {"q": "a b"}, "/about?q=a+b"),
            ("about", {"q": [1, 2]}, "/about?q=1&q=2"),
            ("about", {"é": "&"}, "/about?%C3%A9=%26"),
            ("user", {"id": 7}, "/users/7"),
            ("user", {"id": 7, "tab": "x"}, "/users/7?tab=x"),
            ("tag", {"name": "é"}, "/tags/%C3%A9"),
            ("file", {"path": "a/b c.txt"}, "/files/a/b%20c.txt"),
            ("kind", {"kind": "cat"}, "/kind/cat"),
            ("docs", {}, "/docs/%C3%A9%20%C3%BC/"),
            ("pages", {}, "/pages"),
            ("pages", {"page": 2}, "/pages/2"),
            ("only", {}, "/only"),
        ],
    )
    def test_a_url_is_built(self, endpoint: str, values: dict[str, Any], expected: str) -> None:
        """Values that the rule knows fill its path, others the query; in a request or not."""
        app = self.building_app()
        urls = [_build(app, endpoint, values, request=each) for each in (_request(), None)]

        assert urls == [expected, expected]

    @pytest.mark.parametrize("value", _AWKWARD, ids=ascii)
    def test_a_url_leads_back(self, value: str) -> None:
        """Whatever a value is made of, the URL leads to the route, and to that value."""
        seen: list[object] = []
        app = self.make_app()

        def view(name: str) -> str:
            seen.append(name)
            return ""

        app.add_url_rule("/of/<name>/", "of", view)
        answer = app.test_client().get(_build(app, "of", {"name": value}))

        assert answer.status_code == 200
        assert seen == [value]

    @pytest.mark.parametrize(("endpoint", "values"), [("about", {}), ("user", {"id": 7})])
    def test_a_url_begins_with_the_root_path(self, endpoint: str, values: dict[str, Any]) -> None:
        """Inside of a request a URL begins with the path below which the application is."""
        app = self.building_app()
        request = _request(root_path="/my app")
        path = _build(app, endpoint, values, request=request)

        assert path == f"/my%20app{_build(app, endpoint, values, request=_request())}"

    @pytest.mark.parametrize(
        ("scheme", "expected"),
        [
            (None, "http://localhost:8000/r/users/7"),
            ("https", "https://localhost:8000/r/users/7"),
            ("", "//localhost:8000/r/users/7"),
        ],
    )
    def test_a_whole_url_is_of_the_request(self, scheme: str | None, expected: str) -> None:
        """Inside of a request scheme, host and root path of a whole URL come from it."""
        request = _request(host="localhost:8000", root_path="/r")
        url = _build(
            self.building_app(), "user", {"id": 7}, request=request, scheme=scheme, is_external=True
        )

        assert url == expected

    def test_a_whole_url_is_of_the_settings(self) -> None:
        """Outside of a request scheme, host and root path come from the settings."""
        url = _build(self.building_app(**_SETTINGS), "user", {"id": 7}, is_external=True)

        assert url == "https://example.org:8000/app/users/7"

    def test_no_host_header_gets_into_a_link(self) -> None:
        """Where SERVER_NAME is set it is the host inside of a request, too."""
        app = self.building_app(SERVER_NAME="example.org")
        url = _build(app, "about", request=_request(host="evil.example"), is_external=True)

        assert url == "http://example.org/about"

    @pytest.mark.parametrize("is_inside", [True, False], ids=["in-a-request", "outside"])
    def test_a_url_without_a_host_is_refused(self, *, is_inside: bool) -> None:
        """A whole URL whose host nobody knows is an error of its own."""
        request = _request(host=None) if is_inside else None

        with pytest.raises(HostUnknownError):
            _build(self.building_app(), "about", request=request, is_external=True)

    @pytest.mark.parametrize(
        ("method", "expected"), [(None, "/form"), ("GET", "/form"), ("POST", "/form/save")]
    )
    def test_the_method_decides_what_is_built(self, method: str | None, expected: str) -> None:
        """Of several routes of an endpoint one for the method is built."""
        assert _build(self.building_app(), "form", method=method) == expected

    @pytest.mark.parametrize("method", ["DELETE", "PUT"])
    def test_no_route_of_another_method_is_built(self, method: str) -> None:
        """Where no route of an endpoint is for the method, that is an error."""
        with pytest.raises(BuildError):
            _build(self.building_app(), "form", method=method)

    def test_an_alias_is_not_built(self) -> None:
        """Of a route and its alias the route is built, whichever was registered first."""
        app = self.make_app()
        app.add_url_rule("/old/<int:n>", "a", no_view, alias=True)
        app.add_url_rule("/new/<int:n>", "a", no_view)

        assert _build(app, "a", {"n": 1}) == "/new/1"

    @pytest.mark.parametrize("endpoint", ["abuot", "usr"])
    def test_an_unknown_endpoint_is_explained(self, endpoint: str) -> None:
        """The error for an unknown endpoint has it, the nearest one, and the values."""
        with pytest.raises(BuildError) as caught:
            _build(self.building_app(), endpoint, {"x": 1}, request=_request())
        error = caught.value

        assert endpoint in str(error)
        assert ("about" if endpoint == "abuot" else "user") in str(error)
        assert (error.endpoint, error.values) == (endpoint, {"x": 1})

    def test_missing_values_are_named(self) -> None:
        """The error for values that are missing names them."""
        with pytest.raises(BuildError, match="id"):
            _build(self.building_app(), "user", {"name": "x"}, request=_request())

    def test_a_converter_builds(self) -> None:
        """A converter that was added writes the values of its parts."""

        class Words(BaseConverter):
            def to_python(self, value: str) -> list[str]:
                return value.split("+")

            def to_url(self, value: list[str]) -> str:
                return "+".join(value)

        app = self.make_app()
        app.add_converter("words", Words)
        app.add_url_rule("/tags/<words:tags>", "tags", no_view)

        assert _build(app, "tags", {"tags": ["a", "b"]}) == "/tags/a+b"
