"""The part of the suite of the slot ``sessions`` that is about their cookies."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from werkzeug.http import parse_date
from werkzeug.test import TestResponse

from pegboard_contracts.session_site import (
    Action,
    VisitsContract,
    attributes_of,
    cookie_of,
    empty,
    log_in,
    name_of,
)
from pegboard_hookspecs.errors import CookieTooLargeError

__all__ = ["CookiesContract"]

_GARBAGE = ["", "x", ".", "..", "a.b.c", "=", "e30", "%00", "x" * 5000, "'; DROP TABLE", "☃"]


def _rotate(session: Any) -> None:
    session.rotate()


def _fill(session: Any) -> None:
    session["page"] = os.urandom(4000).hex()


def _is_removed(response: TestResponse) -> bool:
    attributes = attributes_of(response)
    end = parse_date(attributes.get("expires"))
    return attributes.get("max-age") == "0" or (end is not None and end.timestamp() < time.time())


class CookiesContract(VisitsContract):
    """How every provider of the slot ``sessions`` writes and reads its cookie."""

    def test_a_tampered_cookie_is_an_empty_session(self, tmp_path: Path) -> None:
        """A cookie in which any character was changed gives a new, empty session."""
        site = self.site(tmp_path)
        name, _, token = site.begin().partition("=")
        for place in range(len(token)):
            other = "A" if token[place] != "A" else "B"
            edited = f"{token[:place]}{other}{token[place + 1 :]}"

            assert site.read(f"{name}={edited}") == {}, edited
            assert site.is_new

    @pytest.mark.parametrize("cut", [1, 2, 5], ids=str)
    def test_a_cut_cookie_is_an_empty_session(self, tmp_path: Path, cut: int) -> None:
        """A cookie that lacks its end or beginning, or has more than that, is worthless."""
        site = self.site(tmp_path)
        name, _, token = site.begin().partition("=")

        for edited in (token[:-cut], token[cut:], token + token[:cut], token[:cut] + token):
            assert site.read(f"{name}={edited}") == {}

    def test_garbage_is_an_empty_session(self, tmp_path: Path) -> None:
        """Whatever the cookie holds, it is never an error."""
        site = self.site(tmp_path)
        name = name_of(site.begin())
        for garbage in _GARBAGE:
            assert site.read(f"{name}={garbage}") == {}, garbage
            assert site.is_new

    @pytest.mark.parametrize(
        ("scheme", "is_secure"), [("http", False), ("https", True)], ids=["http", "https"]
    )
    def test_the_cookie_is_safe(self, tmp_path: Path, scheme: str, *, is_secure: bool) -> None:
        """Without any setting scripts, other sites and plain connections do not get the cookie."""
        response = self.site(tmp_path).visit(log_in, base_url=f"{scheme}://localhost/")
        attributes = attributes_of(response)

        assert "httponly" in attributes
        assert attributes.get("samesite") in {"Lax", "Strict"}
        assert ("secure" in attributes) is is_secure

    def test_an_emptied_session_is_removed(self, tmp_path: Path) -> None:
        """A session that was emptied is removed from the browser."""
        site = self.site(tmp_path)
        client = site.app.test_client()
        site.action = log_in
        name = name_of(cookie_of(client.get("/")))
        site.action = empty
        response = client.get("/")

        assert _is_removed(response)
        assert client.get_cookie(name) is None

    def test_rotation_keeps_the_values(self, tmp_path: Path) -> None:
        """A rotated session has the values that it had, and a cookie that is sent again."""
        site = self.site(tmp_path)
        response = site.visit(_rotate, cookie=site.begin())

        assert site.read(cookie_of(response)) == {"user": "joe"}

    @pytest.mark.parametrize("action", [_rotate, empty], ids=["rotated", "emptied"])
    def test_an_old_cookie_can_be_revoked(self, tmp_path: Path, action: Action) -> None:
        """With ``revocation`` the cookie from before is worthless for whoever has kept it."""
        site = self.site(tmp_path)
        cookie = site.begin()
        self.needs(site.app, "revocation")
        site.visit(action, cookie=cookie)

        assert site.read(cookie) == {}

    def test_no_cookie_is_too_large(self, tmp_path: Path) -> None:
        """A large session is kept, or refused by an error; never is a cookie sent and dropped."""
        site = self.site(tmp_path, PROPAGATE_EXCEPTIONS=True)
        try:
            response = site.visit(_fill)
        except CookieTooLargeError:
            site.app.config["PROPAGATE_EXCEPTIONS"] = False
            response = site.visit(_fill)
            assert response.status_code == 500
            assert "Set-Cookie" not in response.headers
            return

        cookie = cookie_of(response)
        assert len(cookie) <= 4097
        assert len(str(site.read(cookie)["page"])) == 8000
