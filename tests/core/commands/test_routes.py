"""``pegboard routes``."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.commands.routes import routes
from pegboard_hookspecs import Route
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing")


def _view(**values: object) -> str:
    return str(values)


def _app(**options: Any) -> Pegboard:
    app = Pegboard("site", static_folder=None, **options)
    app.add_url_rule("/b", "first", _view, methods=["POST"])
    app.add_url_rule("/a/<int:id>", "second", _view, methods=["GET", "DELETE"])
    return app


def _printed(capsys: pytest.CaptureFixture[str], app: Pegboard, **options: Any) -> list[str]:
    routes(app, **options)
    return capsys.readouterr().out.splitlines()


def test_routes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each route has its endpoint, its methods without the automatic ones, and its rule."""
    assert _printed(capsys, _app()) == [
        "Endpoint  Methods      Rule",
        "--------  -----------  ----",
        "first     POST         /b",
        "second    DELETE, GET  /a/<int:id>",
    ]


def test_all_methods_are_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """HEAD and OPTIONS show when they are asked for."""
    printed = _printed(capsys, _app(), all_methods=True)

    assert printed[2:] == [
        "first     OPTIONS, POST               /b",
        "second    DELETE, GET, HEAD, OPTIONS  /a/<int:id>",
    ]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("endpoint", "first"),
        ("methods", "second"),
        ("rule", "second"),
        ("match", "first"),
        ("domain", "first"),
    ],
)
def test_routes_are_sorted(capsys: pytest.CaptureFixture[str], order: Any, first: str) -> None:
    """Routes are sorted by what was asked for."""
    assert _printed(capsys, _app(), sort=order)[2].startswith(first)


@pytest.mark.parametrize(
    ("options", "rule", "title", "domain"),
    [
        ({"host_matching": True}, {"host": "example.org"}, "Host", "example.org"),
        ({"subdomain_matching": True}, {"subdomain": "api"}, "Subdomain", "api"),
    ],
    ids=["host", "subdomain"],
)
def test_domains_are_shown_where_there_are_some(
    capsys: pytest.CaptureFixture[str],
    options: dict[str, Any],
    rule: dict[str, Any],
    title: str,
    domain: str,
) -> None:
    """A column with hosts or subdomains is there when a route has one."""
    app = _app(**options)
    app.config["SERVER_NAME"] = "example.org"
    app.add_url_rule("/c", "third", _view, **rule)

    printed = _printed(capsys, app)

    assert title in printed[0]
    assert domain in printed[-1]


def test_a_route_that_never_matches_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A route that only builds URLs is marked."""
    app = _app()
    app.add_url_rule("/z", "zz", build_only=True)

    assert _printed(capsys, app)[-1].endswith("/z (builds URLs only)")


def test_automatic_methods_alone_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """A route that has nothing but automatic methods shows them."""
    app = _app()
    app.add_url_rule("/z", "zz", _view, methods=["OPTIONS"])

    assert "OPTIONS" in _printed(capsys, app)[-1]


def test_a_route_for_any_method_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A route without methods answers any."""
    app: Any = SimpleNamespace(routes=[Route("/", "it", methods=None)], host_matching=False)

    assert _printed(capsys, app)[-1].split() == ["it", "any", "/"]


def test_no_routes_are_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    """An application without routes says so."""
    app = Pegboard("site", static_folder=None)

    assert _printed(capsys, app) == ["No routes were registered."]


def test_routes_are_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """For programs there is JSON, with the place of each registration."""
    listed = json.loads("".join(_printed(capsys, _app(), json=True)))

    assert [route["endpoint"] for route in listed] == ["first", "second"]
    assert listed[0]["rule"] == "/b"
    assert "POST" in listed[0]["methods"]
    assert __file__ in listed[0]["place"]


# Those that are asked for


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"pattern": "first"}, ["first"]),
        ({"pattern": "/a/"}, ["second"]),
        ({"pattern": "*st"}, ["first"]),
        ({"pattern": "/?"}, ["first"]),
        ({"pattern": "/a/*"}, ["second"]),
        ({"method": "POST"}, ["first"]),
        ({"method": "delete"}, ["second"]),
        ({"method": "options"}, ["first", "second"]),
        ({"pattern": "/", "method": "GET"}, ["second"]),
        ({"match": "/a/7"}, ["second"]),
        ({"match": "/b"}, ["first"]),
        ({"match": "/a/7", "method": "DELETE"}, ["second"]),
        ({"match": "/a/7", "pattern": "first"}, []),
    ],
)
def test_routes_are_filtered(
    capsys: pytest.CaptureFixture[str], options: dict[str, str], shown: list[str]
) -> None:
    """A pattern, a method and a path each leave the routes that are like that, in JSON too."""
    printed = _printed(capsys, _app(), **options)
    listed = json.loads("".join(_printed(capsys, _app(), json=True, **options)))

    assert [line.split()[0] for line in printed[2:]] == shown
    assert [route["endpoint"] for route in listed] == shown


def test_a_route_for_any_method_answers_each(capsys: pytest.CaptureFixture[str]) -> None:
    """A route without methods is left by every method."""
    app: Any = SimpleNamespace(routes=[Route("/", "it", methods=None)], host_matching=False)

    assert _printed(capsys, app, method="BREW")[-1].split() == ["it", "any", "/"]


def test_what_a_path_gives_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a path that is answered, what the route reads from it is shown."""
    printed = _printed(capsys, _app(), match="/a/7")
    listed = json.loads("".join(_printed(capsys, _app(), match="/a/7", json=True)))

    assert printed[0].split() == ["Endpoint", "Methods", "Rule", "Values"]
    assert printed[2].endswith("/a/<int:id>  id=7")
    assert listed[0]["values"] == {"id": "7"}


def test_a_redirect_is_followed(capsys: pytest.CaptureFixture[str]) -> None:
    """A path that routing redirects is answered by the route behind, and it is said."""
    app = _app()
    app.add_url_rule("/z/", "last", _view)
    code = routes(app, match="/z")

    printed = capsys.readouterr()
    assert code == 0
    assert printed.out.splitlines()[2].startswith("last")
    assert printed.err == "/z is redirected to http://localhost/z/\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"pattern": "zzz"}, "No route is like that."),
        ({"match": "/zzz"}, "No route answers /zzz."),
        ({"match": "/zzz", "method": "GET"}, "No route answers /zzz."),
        ({"match": "/b", "method": "get"}, "No route answers GET /b, but POST."),
    ],
)
def test_nothing_left_is_said(
    capsys: pytest.CaptureFixture[str], options: dict[str, str], words: str
) -> None:
    """Where none of the routes is left, a sentence says so, and the exit code is 1."""
    assert routes(_app(), **options) == 1  # type: ignore[arg-type]  # all of them are texts
    assert capsys.readouterr().out == f"{words}\n"


def test_automatic_methods_are_told_where_there_are_no_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A path that only OPTIONS answers says that much."""
    app = make_app()
    app.add_url_rule("/o", "ask", _view, methods=["OPTIONS"])

    assert _printed(capsys, app, match="/o", method="GET") == [
        "No route answers GET /o, but OPTIONS."
    ]
