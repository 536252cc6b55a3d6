"""Cookies of Flask are read here, and those written here by Flask."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from markupsafe import Markup

from tests.hookspecs.session_kit.kept_values import values
from tests.plugins.sessions.site import KEY, Site

flask = pytest.importorskip("flask")

VALUES: Mapping[str, object] = {
    "user": "jo\u00e9",
    "count": 3,
    "ratio": 0.5,
    "nothing": None,
    "yes": True,
    "pair": (1, [2, (3,)]),
    "raw": b"\x00\xff",
    "markup": Markup("<b>"),
    "id": UUID(int=7),
    "when": datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC),
    "like a tag": {" t": {" d": 1}},
    "_flashes": [("message", "Hello")],
    "long": "abc" * 500,
}


def _serializer(**config: object) -> Any:
    """Give what Flask's own sessions sign and read with."""
    app = flask.Flask("interchange")
    app.config.update({"SECRET_KEY": KEY, **config})
    return flask.sessions.SecureCookieSessionInterface().get_signing_serializer(app)


@pytest.fixture(scope="module")
def site() -> Site:
    """Give a site with the key that Flask has."""
    return Site()


def _written(site: Site, content: Mapping[str, object]) -> str:
    response = site.visit(lambda session: session.update(content))
    return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


@pytest.mark.item("A8.6")
def test_flask_cookies_are_read(site: Site) -> None:
    """A session that Flask signed is read with all values and their types."""
    seen = site.read(_serializer().dumps(dict(VALUES)))

    assert seen == VALUES
    assert [type(value) for value in seen.values()] == [type(seen[key]) for key in seen]


@pytest.mark.item("A8.6")
def test_flask_reads_cookies(site: Site) -> None:
    """A session that was signed here is read by Flask, and has nothing that was not put there."""
    read = _serializer().loads(_written(site, VALUES))

    assert read == VALUES
    assert isinstance(read["markup"], Markup)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=values)
def test_any_value_travels_both_ways(site: Site, value: object) -> None:
    """Whatever a session keeps, Flask reads it and gives it back."""
    content = {"value": value}
    read = _serializer().loads(site.signed(content, int(time.time())))

    assert read == content
    assert site.read(_serializer().dumps(read)) == content


@pytest.mark.item("A8.6")
def test_a_request_to_flask_sees_the_session(site: Site) -> None:
    """An application of Flask behind the same domain sees the session in its requests."""
    app = flask.Flask("interchange")
    app.secret_key = KEY
    app.add_url_rule("/", "view", lambda: str(flask.session["user"]))
    client = app.test_client(use_cookies=False)

    response = client.get("/", headers={"Cookie": f"session={_written(site, {'user': 'joe'})}"})

    assert response.text == "joe"


@pytest.mark.item("A8.6")
def test_a_session_goes_to_flask_and_back(site: Site) -> None:
    """What an application of Flask changes in the session is seen here in the next request."""
    app = flask.Flask("interchange")
    app.secret_key = KEY

    def change() -> str:
        flask.session["user"] = flask.session["user"].upper()
        flask.session.permanent = True
        return "changed"

    app.add_url_rule("/", "change", change)
    header = f"session={_written(site, {'user': 'joe', 'pair': (1, 2)})}"
    response = app.test_client(use_cookies=False).get("/", headers={"Cookie": header})
    cookie = response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    assert site.read(cookie) == {"user": "JOE", "pair": (1, 2), "_permanent": True}


@pytest.mark.item("A8.6", "A8.7")
def test_older_keys_of_flask_verify() -> None:
    """Both frameworks agree on which of several keys signs."""
    old = "another key of no less than 32 bytes, once in use"
    token = _serializer(SECRET_KEY_FALLBACKS=[old]).dumps({"a": 1})

    assert Site().read(token) == {"a": 1}
    assert _serializer(SECRET_KEY=old).loads_unsafe(token)[0] is False
