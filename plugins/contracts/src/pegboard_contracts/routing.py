"""The suite of the slot ``routing``: which route answers, and what else may come of a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

import pytest
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter, RequestRedirect

from pegboard import Pegboard
from pegboard_contracts.building import BuildingContract
from pegboard_contracts.contract import ask
from pegboard_hookspecs import Request
from pegboard_hookspecs.errors import RegistrationError

__all__ = ["RoutingContract"]

_Rules = Mapping[str, str]

_UUID = "0b1f2a3c-0000-4000-8000-000000000000"
_NOTHING: dict[str, object] = {}
_RULES: _Rules = {
    "/users/<name>": "name",
    "/users/<int:id>": "user",
    "/users/me": "me",
    "/users/": "users",
    "/": "root",
    "/about": "about",
    "/users/<int:id>/posts/<slug>": "post",
    "/users/me/edit": "edit",
    "/users/<name>/likes": "likes",
    "/files/<path:path>": "file",
    "/files/<path:path>/raw": "raw",
    "/kind/<any(cat, dog):kind>": "kind",
    "/at/<float:x>": "float",
    "/id/<uuid:id>": "uuid",
    "/v<int:major>-<int:minor>": "version",
    "/short/<string(length=2):code>": "code",
    "/été": "summer",
}
_WEBSOCKET = {"Connection": "keep-alive, Upgrade", "Upgrade": "websocket"}


def _request(path: str, method: str = "GET", *, host: str = "localhost", **options: Any) -> Request:
    fields = options.pop("headers", {})
    headers = Headers([("Host", host), *fields.items()])
    return Request(method=method, path=path, headers=headers, **options)


def _outcome(app: Pegboard, request: Request) -> object:
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


def _no_view(**_: object) -> str:
    return ""


class _HostReadError(AssertionError):
    """The host was read where no host is matched."""


class _Hostless(Request):
    """A request that has no more than a method and a path."""

    @property
    def host(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]  # read all the same
        raise _HostReadError


class RoutingContract(BuildingContract):
    """What every provider of the slot ``routing`` does."""

    def app(self, rules: _Rules | Iterable[str] = (), **options: Any) -> Pegboard:
        """Make an application with rules, by endpoint or, where they have none, by themselves."""
        app = self.make_app(**options)
        for rule in rules:
            endpoint = cast("_Rules", rules)[rule] if isinstance(rules, Mapping) else rule
            app.add_url_rule(rule, endpoint, _no_view)
        return app

    def outcome(self, rules: _Rules | Iterable[str], path: str, method: str = "GET") -> object:
        """Give what matching one path comes to."""
        return _outcome(self.app(rules), _request(path, method))

    @pytest.mark.parametrize(
        ("path", "endpoint", "values"),
        [
            ("/", "root", {}),
            ("/about", "about", {}),
            ("/users/", "users", {}),
            ("/users/42", "user", {"id": 42}),
            ("/users/me", "me", {}),
            ("/users/ann", "name", {"name": "ann"}),
            ("/users/ann é", "name", {"name": "ann é"}),
            ("/users/7/posts/on-hooks", "post", {"id": 7, "slug": "on-hooks"}),
            ("/users/me/likes", "likes", {"name": "me"}),
            ("/files/a/b.txt", "file", {"path": "a/b.txt"}),
            ("/files/a/b/raw", "raw", {"path": "a/b"}),
            ("/kind/cat", "kind", {"kind": "cat"}),
            ("/at/1.5", "float", {"x": 1.5}),
            (f"/id/{_UUID}", "uuid", {"id": UUID(_UUID)}),
            ("/v1-2", "version", {"major": 1, "minor": 2}),
            ("/short/de", "code", {"code": "de"}),
            ("/été", "summer", {}),
        ],
    )
    @pytest.mark.parametrize("is_reversed", [False, True], ids=["as-listed", "reversed"])
    def test_a_path_finds_its_route(
        self, path: str, endpoint: str, values: dict[str, object], *, is_reversed: bool
    ) -> None:
        """A path finds the route that it fits best, in whichever order they were registered."""
        rules = dict(reversed(list(_RULES.items()))) if is_reversed else _RULES

        assert self.outcome(rules, path) == (endpoint, values)

    @pytest.mark.parametrize(
        "path",
        [
            "/nothing",
            "/users",
            "/users/ann/none",
            "/about/x",
            "/kind/cow",
            "/at/x",
            "/id/1",
            "/v1-",
            "/short/eng",
            "/ABOUT",
            "/about\n",
            "/files",
            "/%61bout",
        ],
    )
    def test_an_unknown_path_is_404(self, path: str) -> None:
        """A path that no rule fits is a 404."""
        rules = {rule: name for rule, name in _RULES.items() if name != "users"}

        assert self.outcome(rules, path) == 404

    @pytest.mark.parametrize("path", ["/" + "9" * 5000, "/" + "a/" * 5000], ids=["number", "deep"])
    def test_an_excessive_path_is_404(self, path: str) -> None:
        """A path too long for anything is a miss like any other."""
        assert self.outcome(["/<int:n>", "/a/a/<b>"], path) == 404

    def test_the_match_has_the_route(self) -> None:
        """A match gives the route as it was registered, with its defaults among the values."""
        app = self.make_app()
        app.add_url_rule("/a/<int:x>", "a", _no_view, methods=["GET", "PUT"], defaults={"y": 2})
        match = app.calls.match_request(app, _request("/a/1"))

        assert match.route == app.routes[0]
        assert dict(match.values) == {"x": 1, "y": 2}

    @pytest.mark.parametrize(
        ("method", "expected"),
        [("GET", "read"), ("HEAD", "read"), ("POST", "write"), ("BREW", "other")],
    )
    @pytest.mark.parametrize("rule", ["/a", "/<int:n>"], ids=["fixed", "pattern"])
    def test_the_method_decides(self, rule: str, method: str, expected: str) -> None:
        """Routes of one rule share it by method; HEAD goes with GET."""
        app = self.app({rule: "read"})
        app.add_url_rule(rule, "write", _no_view, methods=["POST"])
        app.add_url_rule(rule, "other", _no_view, methods=["BREW"])
        values = {"n": 7} if "<" in rule else _NOTHING

        assert _outcome(app, _request(rule.replace("<int:n>", "7"), method)) == (expected, values)

    @pytest.mark.parametrize("path", ["/fixed", "/7"])
    def test_a_wrong_method_is_405(self, path: str) -> None:
        """A path whose routes are for other methods is a 405 that has the methods of them all."""
        app = self.app({"/fixed": "a", "/<int:n>": "b"})
        app.add_url_rule("/fixed", "c", _no_view, methods=["POST"])
        app.add_url_rule("/<int:n>", "d", _no_view, methods=["POST"])

        assert _outcome(app, _request(path, "PUT")) == (405, ["GET", "HEAD", "OPTIONS", "POST"])

    def test_a_text_for_other_methods_is_not_the_end(self) -> None:
        """Where the route of a text is for other methods, a converter's may answer."""
        app = self.app({"/users/me": "me"})
        app.add_url_rule("/users/<name>", "name", _no_view, methods=["POST"])

        assert _outcome(app, _request("/users/me", "POST")) == ("name", {"name": "me"})

    def test_clients_are_told_of_the_methods(self) -> None:
        """The answers 405 and to OPTIONS name the methods in the field Allow."""
        app = self.app(["/a"])
        app.add_url_rule("/a", "b", _no_view, methods=["POST"])
        answers = [ask(app, "/a", method) for method in ("PUT", "OPTIONS")]

        assert [answer.status_code for answer in answers] == [405, 200]
        for answer in answers:
            assert set(answer.allow) == {"GET", "HEAD", "OPTIONS", "POST"}

    @pytest.mark.parametrize(
        ("path", "expected"),
        [("/a", {"GET", "HEAD", "POST"}), ("/7", {"GET", "HEAD"}), ("/none", set[str]())],
    )
    def test_the_methods_of_a_url_are_known(self, path: str, expected: set[str]) -> None:
        """The methods of a URL are those of all routes that match it."""
        app = self.make_app()
        for rule, endpoint, method in (
            ("/a", "a", "GET"),
            ("/a", "b", "POST"),
            ("/<int:n>", "c", "GET"),
        ):
            app.add_url_rule(
                rule, endpoint, _no_view, methods=[method], provide_automatic_options=False
            )
        methods = app.calls.allowed_methods(app, _request(path, "OPTIONS"))

        assert set(methods) == expected

    @pytest.mark.parametrize(
        ("rule", "path", "target"),
        [
            ("/docs/", "/docs", "/docs/"),
            ("/users/<int:n>/", "/users/7", "/users/7/"),
            ("/users/<int:n>", "/users//7", "/users/7"),
            ("/a b/é/", "/a b/é", "/a%20b/%C3%A9/"),
        ],
        ids=["slash", "slash-behind-a-value", "slashes", "quoted"],
    )
    def test_other_spellings_redirect(self, rule: str, path: str, target: str) -> None:
        """Another way to write a URL redirects to the canonical one, of the same host."""
        assert self.outcome([rule], path) == (308, f"http://localhost{target}")

    def test_a_redirect_keeps_the_rest(self) -> None:
        """A redirect keeps scheme, host, port, root path and query, whatever bytes that has."""
        request = _request(
            "/docs",
            host="example.org:8443",
            scheme="https",
            root_path="/app",
            query_string=b"q=1&r=%20",
        )
        expected = "https://example.org:8443/app/docs/?q=1&r=%20"

        assert _outcome(self.app(["/docs/"]), request) == (308, expected)

    @pytest.mark.parametrize(
        "path", ["//evil.example/docs", "/\\evil.example/docs", "//evil.example", "/docs//"]
    )
    def test_no_redirect_leads_elsewhere(self, path: str) -> None:
        """Whatever the path, a redirect stays on the host."""
        outcome = str(self.outcome(["/<path:any>/docs/", "/docs/", "/<name>/"], path))

        assert not outcome.startswith("(308") or outcome.startswith("(308, 'http://localhost/")
        assert "localhost//" not in outcome

    @pytest.mark.parametrize(
        ("path", "is_strict", "expected"),
        [
            ("/leaf/", True, 404),
            ("/leaf/", False, ("leaf", _NOTHING)),
            ("/branch", False, ("branch", _NOTHING)),
            ("/tree/7", False, ("tree", {"n": 7})),
        ],
    )
    def test_slashes_may_not_matter(self, path: str, expected: object, *, is_strict: bool) -> None:
        """A route may say that a slash at its end does not matter."""
        app = self.make_app()
        for rule, endpoint in (
            ("/leaf", "leaf"),
            ("/branch/", "branch"),
            ("/tree/<int:n>/", "tree"),
        ):
            app.add_url_rule(rule, endpoint, _no_view, strict_slashes=is_strict)

        assert _outcome(app, _request(path)) == expected

    def test_slashes_may_be_kept(self) -> None:
        """A route may say that doubled slashes are part of it."""
        app = self.make_app()
        app.add_url_rule("/a//b", "double", _no_view, merge_slashes=False)

        assert _outcome(app, _request("/a//b")) == ("double", _NOTHING)

    def test_a_route_may_redirect(self) -> None:
        """A route may redirect to another rule, with its values, or to another site."""
        app = self.app({"/users/<int:id>": "user"})
        app.add_url_rule("/old/<int:id>", "old", _no_view, redirect_to="/users/<id>")
        app.add_url_rule("/away", "away", _no_view, redirect_to="https://example.org/x")
        targets = [_outcome(app, _request(path)) for path in ("/old/7", "/away")]

        assert targets == [(308, "http://localhost/users/7"), (308, "https://example.org/x")]

    def test_a_route_for_building_never_matches(self) -> None:
        """A route that is there to build URLs answers no request, and has no methods."""
        app = self.make_app()
        app.add_url_rule("/a", "a", _no_view, build_only=True)

        assert _outcome(app, _request("/a")) == 404
        assert not app.calls.allowed_methods(app, _request("/a"))

    @pytest.mark.parametrize("path", ["/about", "/users/7", "/nothing"])
    def test_the_host_is_not_read(self, path: str) -> None:
        """Without hosts or subdomains only method and path of a request count."""
        request = _Hostless(method="GET", path=path)

        assert _outcome(self.app(_RULES), request) == _outcome(self.app(_RULES), _request(path))

    @pytest.mark.parametrize(
        ("host", "expected"),
        [
            ("a.example", ("a", _NOTHING)),
            ("b.example", ("b", _NOTHING)),
            ("c.example", 404),
        ],
    )
    def test_hosts_are_matched(self, host: str, expected: object) -> None:
        """With ``host_matching`` a route answers on its host only."""
        app = self.make_app(host_matching=True, static_folder=None)
        self.needs(app, "host_matching")
        for name in "ab":
            app.add_url_rule("/x", name, _no_view, host=f"{name}.example")

        assert _outcome(app, _request("/x", host=host)) == expected

    @pytest.mark.parametrize(
        ("host", "expected"),
        [
            ("example.org", ("root", _NOTHING)),
            ("api.example.org", ("api", _NOTHING)),
            ("joe.example.org", ("user", {"user": "joe"})),
        ],
    )
    def test_subdomains_are_matched(self, host: str, expected: object) -> None:
        """With ``subdomain_matching`` a route answers on its subdomain of SERVER_NAME."""
        app = self.make_app(subdomain_matching=True, config={"SERVER_NAME": "example.org"})
        self.needs(app, "subdomain_matching")
        app.add_url_rule("/x", "root", _no_view)
        app.add_url_rule("/x", "api", _no_view, subdomain="api")
        app.add_url_rule("/x", "user", _no_view, subdomain="<user>")

        assert _outcome(app, _request("/x", host=host)) == expected

    def test_handshakes_are_told_apart(self) -> None:
        """With ``websocket`` a route may be for handshakes, and answers nothing else."""
        app = self.make_app()
        self.needs(app, "websocket")
        app.add_url_rule("/socket", "socket", _no_view, websocket=True)
        handshake = _outcome(app, _request("/socket", headers=_WEBSOCKET))
        plain = _outcome(app, _request("/socket"))

        assert handshake == ("socket", _NOTHING)
        assert isinstance(plain, int)

    def test_a_converter_converts(self) -> None:
        """A converter that was added decides what a part is, and gets the rule's arguments."""

        class Times(BaseConverter):
            regex = "x+"

            def __init__(self, url_map: Any, factor: int = 1) -> None:
                super().__init__(url_map)
                self.factor = factor

            def to_python(self, value: str) -> int:
                return len(value) * self.factor

        app = self.make_app()
        app.add_converter("times", Times)
        app.add_url_rule("/<times:n>", "one", _no_view)
        app.add_url_rule("/ten/<times(factor=10):n>", "ten", _no_view)
        outcomes = [_outcome(app, _request(path)) for path in ("/xxx", "/ten/xx", "/abc")]

        assert outcomes == [("one", {"n": 3}), ("ten", {"n": 20}), 404]

    def test_a_converter_may_refuse(self) -> None:
        """A ValueError of a converter means that its route does not match; another may."""

        class Even(BaseConverter):
            regex = "[0-9]+"

            def to_python(self, value: str) -> int:
                if int(value) % 2:
                    raise ValueError(value)
                return int(value)

        app = self.make_app()
        app.add_converter("even", Even)
        app.add_url_rule("/<even:n>", "even", _no_view)
        first = [_outcome(app, _request(path)) for path in ("/2", "/3")]

        assert first == [("even", {"n": 2}), 404]

    def test_a_converter_may_span_slashes(self) -> None:
        """A converter whose parts do not end at a slash takes as much as its expression does."""

        class Day(BaseConverter):
            regex = r"\d{4}/\d\d/\d\d"
            part_isolating = False

        app = self.make_app()
        app.add_converter("day", Day)
        app.add_url_rule("/on/<day:day>/x", "day", _no_view)

        assert _outcome(app, _request("/on/2026/11/26/x")) == ("day", {"day": "2026/11/26"})

    @pytest.mark.parametrize("is_reversed", [False, True], ids=["as-listed", "reversed"])
    def test_less_weight_goes_first(self, *, is_reversed: bool) -> None:
        """Of converters that both fit the one with less weight is tried first."""

        class Light(BaseConverter):
            weight = 10

        class Heavy(BaseConverter):
            weight = 1000

        app = self.make_app()
        kinds = {"light": Light, "heavy": Heavy}
        for name, kind in kinds.items():
            app.add_converter(name, kind)
        for name in reversed(kinds) if is_reversed else kinds:
            app.add_url_rule(f"/<{name}:x>", name, _no_view)

        assert _outcome(app, _request("/a")) == ("light", {"x": "a"})

    @pytest.mark.parametrize(
        "rule", ["/<itn:n>", "/<int:n", "/<int:n>/<n>", "/<int(:n>"], ids=ascii
    )
    def test_a_rule_that_cannot_be_read_is_refused(self, rule: str) -> None:
        """A rule that cannot be read is an error that has the rule and where it stands."""
        app = self.make_app()
        with pytest.raises(RegistrationError) as caught:
            app.add_url_rule(rule, "a", _no_view, place="shop.py:7")

        assert rule in str(caught.value)
        assert "shop.py:7" in str(caught.value)

    def test_an_unknown_converter_is_explained(self) -> None:
        """The error for a converter that does not exist names it, and what there is instead."""
        with pytest.raises(RegistrationError, match=r"'itn'.*'int'"):
            self.make_app().add_url_rule("/<itn:n>", "a", _no_view)

    def test_a_route_may_come_late(self) -> None:
        """A route that is added when others were matched takes part from then on."""
        app = self.app({"/<name>": "name"})
        before = _outcome(app, _request("/a"))
        app.add_url_rule("/a", "a", _no_view)

        assert (before, _outcome(app, _request("/a"))) == (
            ("name", {"name": "a"}),
            ("a", _NOTHING),
        )

    def test_applications_do_not_meet(self) -> None:
        """Two applications have their own routes for one path."""
        one, two = self.app({"/a": "one"}), self.app({"/a": "two", "/b": "b"})

        assert [_outcome(app, _request("/a")) for app in (one, two)] == [
            ("one", _NOTHING),
            ("two", _NOTHING),
        ]
        assert _outcome(one, _request("/b")) == 404
