"""When a cookie is set, with which attributes, and what the response says about it."""

from __future__ import annotations

import os
from typing import Any

import pytest

from pegboard import abort
from pegboard_hookspecs import Response
from pegboard_hookspecs.errors import CookieTooLargeError
from tests.plugins.sessions.site import Action, Site, cookie_of


def _log_in(session: Any) -> None:
    session["user"] = "joe"


def _stay(session: Any) -> None:
    session.permanent = True


def _empty(session: Any) -> None:
    session.clear()


def _look_for(session: Any) -> bool:
    return "user" in session


def _fill(session: Any) -> None:
    session["page"] = os.urandom(3500)


def test_values_come_back() -> None:
    """What one request keeps is there in the next."""
    site = Site()

    cookie = cookie_of(site.visit(_log_in))

    assert site.read(cookie) == {"user": "joe"}
    assert not site.is_new


def test_a_session_begins_empty() -> None:
    """A visitor without a cookie has a new, empty session."""
    site = Site()

    assert site.read(None) == {}
    assert site.is_new


@pytest.mark.item("B5.1")
def test_a_session_left_alone_costs_nothing() -> None:
    """A request that does not touch its session sets no cookie and does not vary by it."""
    site = Site()
    site.app.add_url_rule("/plain", "plain", lambda: "plain")

    response = site.app.test_client(use_cookies=False).get(
        "/plain", headers={"Cookie": "session=a"}
    )

    assert "Set-Cookie" not in response.headers
    assert "Vary" not in response.headers


@pytest.mark.item("B5.1")
@pytest.mark.parametrize(
    "touch",
    [
        pytest.param(len, id="len"),
        pytest.param(bool, id="bool"),
        pytest.param(list, id="iteration"),
        pytest.param(_look_for, id="in"),
        pytest.param(_log_in, id="write"),
    ],
)
def test_every_touch_varies_by_cookie(touch: Action) -> None:
    """Whatever opens the session, even len() and in, makes the response vary by cookie."""
    response = Site().visit(touch)

    assert response.headers.getlist("Vary") == ["Cookie"]


@pytest.mark.item("B5.1")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(["Accept"], ["Accept, Cookie"], id="another"),
        pytest.param(["Accept", "Origin"], ["Accept, Origin, Cookie"], id="others"),
        pytest.param(["Accept, cookie"], ["Accept, cookie"], id="already"),
        pytest.param(["*"], ["*"], id="everything"),
    ],
)
def test_vary_is_completed(before: list[str], after: list[str]) -> None:
    """What the response varies by already stays, and the cookie is named once."""
    site = Site()

    @site.app.after_request
    def vary(response: Response) -> Response:
        response.headers.setlist("Vary", before)
        return response

    assert site.visit(len).headers.getlist("Vary") == after


def test_reading_sets_no_cookie() -> None:
    """A session that is only read is not sent again."""
    site = Site()
    cookie = cookie_of(site.visit(_log_in))

    response = site.visit(_look_for, cookie=cookie)

    assert "Set-Cookie" not in response.headers


@pytest.mark.item("B5.4")
def test_a_new_session_left_empty_sets_no_cookie() -> None:
    """A session that stays empty is not sent."""
    assert "Set-Cookie" not in Site().visit(len).headers


@pytest.mark.item("B5.2")
def test_a_permanent_session_is_prolonged() -> None:
    """A permanent session is sent again with every answer, with a later end."""
    site = Site()
    cookie = cookie_of(site.visit(_stay))

    response = site.visit(len, cookie=cookie)

    assert "; Expires=" in response.headers["Set-Cookie"]
    assert site.read(cookie_of(response)) == {"_permanent": True}


@pytest.mark.item("B5.2")
def test_prolonging_can_be_switched_off() -> None:
    """Without SESSION_REFRESH_EACH_REQUEST a permanent session is sent when it changes."""
    site = Site(SESSION_REFRESH_EACH_REQUEST=False)
    cookie = cookie_of(site.visit(_stay))

    assert "Set-Cookie" not in site.visit(len, cookie=cookie).headers
    assert "; Expires=" in site.visit(_log_in, cookie=cookie).headers["Set-Cookie"]


@pytest.mark.item("B5.5", "A8.5")
@pytest.mark.parametrize(
    ("config", "rest"),
    [
        pytest.param({}, "HttpOnly; Path=/; SameSite=Lax", id="default"),
        pytest.param({"SESSION_COOKIE_HTTPONLY": False}, "Path=/; SameSite=Lax", id="scripts"),
        pytest.param({"SESSION_COOKIE_SAMESITE": None}, "HttpOnly; Path=/", id="any-site"),
        pytest.param(
            {"SESSION_COOKIE_SAMESITE": "Strict"}, "HttpOnly; Path=/; SameSite=Strict", id="strict"
        ),
        pytest.param(
            {"SESSION_COOKIE_SECURE": True}, "Secure; HttpOnly; Path=/; SameSite=Lax", id="secure"
        ),
        pytest.param(
            {"SESSION_COOKIE_DOMAIN": "example.org"},
            "Domain=example.org; HttpOnly; Path=/; SameSite=Lax",
            id="domain",
        ),
        pytest.param(
            {"SESSION_COOKIE_PATH": "/shop"}, "HttpOnly; Path=/shop; SameSite=Lax", id="path"
        ),
        pytest.param({"APPLICATION_ROOT": "/app"}, "HttpOnly; Path=/app; SameSite=Lax", id="root"),
        pytest.param(
            {"SESSION_COOKIE_PARTITIONED": True},
            "Secure; HttpOnly; Path=/; SameSite=Lax; Partitioned",
            id="partitioned",
        ),
    ],
)
def test_the_settings_decide_the_attributes(config: dict[str, object], rest: str) -> None:
    """The attributes of the cookie are those of the settings, and safe without any."""
    response = Site(**config).visit(_log_in, base_url="http://localhost/")

    assert response.headers["Set-Cookie"].partition("; ")[2] == rest


@pytest.mark.parametrize(
    ("scheme", "secure", "is_secure"),
    [
        ("https", None, True),
        ("http", None, False),
        ("https", False, False),
        ("http", True, True),
    ],
)
def test_the_cookie_is_secure_on_https(scheme: str, secure: bool | None, is_secure: bool) -> None:
    """Unless a setting decides, a cookie that is set over HTTPS is sent over HTTPS only."""
    site = Site(SESSION_COOKIE_SECURE=secure)

    response = site.visit(_log_in, base_url=f"{scheme}://localhost/")

    assert ("; Secure" in response.headers["Set-Cookie"]) is is_secure


def test_settings_are_read_live() -> None:
    """A change of the settings holds from the next request."""
    site = Site()
    site.visit(_log_in)

    site.app.config["SESSION_COOKIE_NAME"] = "id"

    assert site.visit(_log_in).headers["Set-Cookie"].startswith("id=")


@pytest.mark.item("B5.4")
def test_an_emptied_session_is_removed() -> None:
    """A session that was emptied is removed with the attributes it was set with."""
    site = Site(SESSION_COOKIE_DOMAIN="example.org", SESSION_COOKIE_PATH="/shop")
    cookie = cookie_of(site.visit(_log_in))

    header = site.visit(_empty, cookie=cookie).headers["Set-Cookie"]

    assert header == (
        "session=; Domain=example.org; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; "
        "HttpOnly; Path=/shop; SameSite=Lax"
    )


@pytest.mark.item("B5.4")
@pytest.mark.parametrize("is_on", [True, False])
def test_a_removed_session_has_all_attributes(is_on: bool) -> None:
    """Each attribute that a cookie was set with is there when it is removed, and no other."""
    site = Site(
        SESSION_COOKIE_SECURE=is_on,
        SESSION_COOKIE_HTTPONLY=is_on,
        SESSION_COOKIE_PARTITIONED=is_on,
        SESSION_COOKIE_SAMESITE="Strict" if is_on else None,
    )
    response = site.visit(_log_in)

    removed = site.visit(_empty, cookie=cookie_of(response))

    kept = set(response.headers["Set-Cookie"].split("; ")[1:])
    ended = {"Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Max-Age=0"}
    assert set(removed.headers["Set-Cookie"].split("; ")[1:]) == kept | ended


def test_too_large_a_session_is_an_error() -> None:
    """A cookie that browsers would drop is not sent: the error names its size and the limit."""
    site = Site(TESTING=True)

    with pytest.raises(CookieTooLargeError, match=r"'session' has \d,\d\d\d bytes.*4,096"):
        site.visit(_fill)


def test_too_large_a_session_never_leaves() -> None:
    """Outside of tests too large a session is a 500 without a cookie."""
    response = Site().visit(_fill)

    assert response.status_code == 500
    assert "Set-Cookie" not in response.headers


def test_an_application_can_set_its_own_limit() -> None:
    """A response class may allow larger cookies; 0 is no limit."""

    class Roomy(Response):
        max_cookie_size = 0

    site = Site()
    site.app.response_class = Roomy

    assert len(cookie_of(site.visit(_fill))) > 4096


def test_an_own_way_to_set_cookies_is_taken() -> None:
    """A response class that overrides ``set_cookie`` sets the session's cookie too."""

    class Marked(Response):
        def set_cookie(self, key: str, *args: Any, **kwargs: Any) -> None:
            super().set_cookie(f"my-{key}", *args, **kwargs)

    site = Site()
    site.app.response_class = Marked

    assert site.visit(_log_in).headers["Set-Cookie"].startswith("my-session=")


def _forbid(session: Any) -> None:
    session["attempts"] = 1
    abort(403)


def _break(session: Any) -> None:
    session["attempts"] = 1
    raise LookupError


@pytest.mark.parametrize(("action", "status"), [(_forbid, 403), (_break, 500)])
def test_errors_save_the_session(action: Action, status: int) -> None:
    """What a view kept before it failed is kept, whatever the answer is."""
    site = Site()

    response = site.visit(action)

    assert response.status_code == status
    assert site.read(cookie_of(response)) == {"attempts": 1}


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param("session={}", id="alone"),
        pytest.param("a=1; session={}; b=2", id="among-others"),
        pytest.param("a=1;session={};b=2", id="without-blanks"),
        pytest.param("session={} ; b=2", id="blank-behind"),
        pytest.param('a="x"; session={}', id="beside-a-quoted-one"),
        pytest.param('session="{}"', id="quoted"),
        pytest.param("session={}; session=other", id="first-of-two"),
        pytest.param("mysession=no; session={}", id="beside-a-similar-one"),
        pytest.param("a=session=no; session={}", id="beside-a-similar-value"),
    ],
)
def test_the_cookie_is_found(shape: str) -> None:
    """The session's cookie is found wherever it stands among the others."""
    site = Site()
    cookie = cookie_of(site.visit(_log_in))

    seen = site.read(None, headers={"Cookie": shape.format(cookie)})

    assert seen == {"user": "joe"}


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param("mysession={}", id="similar-name"),
        pytest.param("Session={}", id="other-case"),
        pytest.param("=session={}", id="nameless"),
        pytest.param("a=session={}", id="in-a-value"),
        pytest.param("session", id="no-value"),
        pytest.param("session=", id="empty"),
        pytest.param("", id="empty-header"),
        pytest.param("session=other; session={}", id="second-of-two"),
    ],
)
def test_nothing_else_is_the_cookie(shape: str) -> None:
    """A cookie of another name is never taken for the session's."""
    site = Site()
    cookie = cookie_of(site.visit(_log_in))

    assert site.read(None, headers={"Cookie": shape.format(cookie)}) == {}
