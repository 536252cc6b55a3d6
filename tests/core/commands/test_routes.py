"""``pegboard routes``."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.commands.routes import routes
from pegboard_hookspecs import Route

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
