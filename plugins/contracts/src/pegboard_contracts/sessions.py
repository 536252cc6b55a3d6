"""The suite of the slot ``sessions``: what they hold; cookies and lifetimes are beside it."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from markupsafe import Markup
from werkzeug.exceptions import Forbidden
from werkzeug.http import parse_cookie

from pegboard import Response
from pegboard_contracts.contract import ask
from pegboard_contracts.cookies import CookiesContract
from pegboard_contracts.lifetimes import LifetimesContract
from pegboard_contracts.session_site import Action, cookie_of, empty, log_in, named, stay
from pegboard_hookspecs import Session, hookimpl
from pegboard_hookspecs.errors import SessionUnavailableError

__all__ = ["SessionsContract"]

_VALUES: dict[str, object] = {
    "text": "é € \U0001f600",
    "number": 7,
    "fraction": 1.5,
    "yes": True,
    "nothing": None,
    "list": [1, "a", [None]],
    "dict": {"a": {"b": 1}},
}

#: What tagged JSON keeps and JSON does not.
_TYPED: tuple[object, ...] = (
    (1, "two"),
    b"\x00\xff",
    Markup("<b>bold</b>"),
    UUID("0b1f2a3c-0000-4000-8000-000000000000"),
    datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
)


def _look(session: Any) -> bool:
    return "user" in session


def _keep_object(session: Any) -> None:
    session["odd-key"] = object()


def _forbid(session: Any) -> None:
    session["tries"] = 1
    raise Forbidden


def _fail(session: Any) -> None:
    session["tries"] = 1
    raise LookupError


def _set(session: Any) -> None:
    session["user"] = "ann"


def _delete(session: Any) -> None:
    del session["user"]


def _pop(session: Any) -> None:
    session.pop("user")


def _update(session: Any) -> None:
    session.update(user="ann")


def _set_default(session: Any) -> None:
    session.setdefault("more", 1)


def _begin_two(session: Any) -> None:
    session.update(user="joe", other=1)


def _begin_list(session: Any) -> None:
    session["list"] = [1]


def _change_inside(session: Any) -> None:
    session["list"].append(2)
    session.modified = True


_CHANGES = [_set, _delete, _pop, _update, _set_default, stay]


class SessionsContract(CookiesContract, LifetimesContract):
    """What every provider of the slot ``sessions`` does.

    A provider that reads another clock than ``time.time`` overrides :meth:`clock`, one whose
    settings of lifetimes have other names :meth:`lifetimes`.
    """

    def test_a_session_begins_empty(self, tmp_path: Path) -> None:
        """A visitor without a cookie has a new, empty session of the contract's kind."""
        site = self.site(tmp_path)
        kinds: list[bool] = []
        site.visit(lambda session: kinds.append(isinstance(session, Session)))

        assert kinds == [True]
        assert (site.seen, site.is_new) == ({}, True)

    def test_values_come_back(self, tmp_path: Path) -> None:
        """What one request keeps is there in the next, with its types, and is not new."""
        site = self.site(tmp_path)
        cookie = site.begin(lambda session: session.update(_VALUES))

        assert site.read(cookie) == _VALUES
        assert not site.is_new

    @pytest.mark.parametrize("value", _TYPED, ids=lambda value: type(value).__name__)
    def test_types_come_back(self, tmp_path: Path, value: object) -> None:
        """What applications put into sessions comes back as what it was, also inside of others."""
        site = self.site(tmp_path)
        cookie = site.begin(lambda session: session.update(it={"inside": [value]}))
        (found,) = cast("Any", site.read(cookie)["it"])["inside"]

        assert (type(found), found) == (type(value), value)

    def test_a_session_is_opened_once(self, tmp_path: Path) -> None:
        """However often a request asks for its session, it is the same, and opened once."""
        opened: list[object] = []

        class Counts:
            @hookimpl(wrapper=True)
            def open_session(self) -> Generator[None, Session, Session]:
                session = yield
                opened.append(session)
                return session

        app = self.make_app(
            view=lambda request: str(request.session is request.session),
            config={"SECRET_KEY": self.key},
            plugins={"app:counts": Counts},
            instance_path=str(tmp_path),
        )

        assert ask(app).text == "True"
        assert len(opened) == 1

    def test_a_session_left_alone_costs_nothing(self, tmp_path: Path) -> None:
        """A request that does not touch its session sets no cookie and varies by none."""
        app = self.make_app(
            view=lambda _: "plain", config={"SECRET_KEY": self.key}, instance_path=str(tmp_path)
        )
        response = ask(app, headers={"Cookie": "session=x"})

        assert "Set-Cookie" not in response.headers
        assert "Vary" not in response.headers

    @pytest.mark.parametrize("touch", [len, bool, list, _look, log_in], ids=named)
    def test_every_touch_varies_by_cookie(self, tmp_path: Path, touch: Action) -> None:
        """Whatever opens the session makes the answer vary by cookie: caches must not share it."""
        assert "cookie" in self.site(tmp_path).visit(touch).vary

    def test_what_it_varies_by_already_is_kept(self, tmp_path: Path) -> None:
        """The cookie is added to what the answer varies by."""

        class Varies:
            @hookimpl
            def process_response(self, response: Response) -> None:
                response.headers["Vary"] = "Accept, Origin"

        app = self.make_app(
            view=lambda request: str(len(request.session)),
            config={"SECRET_KEY": self.key},
            plugins={"app:varies": Varies},
            instance_path=str(tmp_path),
        )

        assert {field.lower() for field in ask(app).vary} == {"accept", "origin", "cookie"}

    @pytest.mark.parametrize("touch", [len, _look, dict], ids=named)
    def test_reading_sets_no_cookie(self, tmp_path: Path, touch: Action) -> None:
        """A session that is only read is not sent again, and an empty one not at all."""
        site = self.site(tmp_path)
        cookie = site.begin()

        assert "Set-Cookie" not in site.visit(touch, cookie=cookie).headers
        assert "Set-Cookie" not in site.visit(touch).headers

    @pytest.mark.parametrize("change", _CHANGES, ids=named)
    def test_every_change_is_kept(self, tmp_path: Path, change: Action) -> None:
        """Whatever changes the session marks it as modified, and is there in the next request."""
        site = self.site(tmp_path)
        marks: list[bool] = []

        def act(session: Any) -> None:
            marks.append(session.modified)
            change(session)
            marks.append(session.modified)

        client = site.app.test_client()
        for action in (_begin_two, act):
            site.action = action
            client.get("/")
        changed = site.seen
        site.action = len
        client.get("/")

        assert marks == [False, True]
        assert site.seen == changed

    def test_a_change_inside_is_kept_when_it_is_told(self, tmp_path: Path) -> None:
        """After a change inside of a value, ``modified`` says that there is something to keep."""
        site = self.site(tmp_path)
        client = site.app.test_client()
        for action in (_begin_list, _change_inside, len):
            site.action = action
            client.get("/")

        assert site.seen == {"list": [1, 2]}

    def test_visitors_do_not_meet(self, tmp_path: Path) -> None:
        """Each visitor has a session of his own, and one without a cookie none of theirs."""
        site = self.site(tmp_path)
        first = site.begin(lambda session: session.update(user="joe"))
        second = site.begin(lambda session: session.update(user="ann"))

        assert first != second
        assert [site.read(each).get("user") for each in (first, second, "")] == ["joe", "ann", None]

    def test_applications_do_not_meet(self, tmp_path: Path) -> None:
        """A cookie of one application is worthless for another one with another key."""
        one = self.site(tmp_path / "one")
        other = self.site(tmp_path / "other", SECRET_KEY=self.key[::-1])

        assert other.read(one.begin()) == {}
        assert other.is_new

    @pytest.mark.parametrize("action", [_forbid, _fail], ids=["403", "500"])
    def test_errors_save_the_session(self, tmp_path: Path, action: Action) -> None:
        """What a view kept before it failed is kept, whatever the answer is."""
        site = self.site(tmp_path)
        response = site.visit(action)

        assert response.status_code in {403, 500}
        assert site.read(cookie_of(response)) == {"tries": 1}

    def test_what_cannot_be_kept_is_named(self, tmp_path: Path) -> None:
        """A value that cannot be kept is a TypeError that names its key, and no cookie is set."""
        site = self.site(tmp_path, PROPAGATE_EXCEPTIONS=True)
        with pytest.raises(TypeError, match="odd-key"):
            site.visit(_keep_object)

        quiet = self.site(tmp_path)
        response = quiet.visit(_keep_object)
        assert response.status_code == 500
        assert "Set-Cookie" not in response.headers

    def test_without_a_key_nothing_is_written(self, tmp_path: Path) -> None:
        """Without a secret key a session can be read, and refuses to be written if it needs one."""
        site = self.site(tmp_path, SECRET_KEY=None, PROPAGATE_EXCEPTIONS=True)
        response = site.visit(_look)
        assert (response.status_code, site.seen) == (200, {})
        try:
            cookie = cookie_of(site.visit(log_in))
        except SessionUnavailableError:
            return

        # It needs no key: then the cookie is no less of a secret.
        name, _, token = cookie.partition("=")
        assert site.read(cookie) == {"user": "joe"}
        assert "joe" not in "".join(parse_cookie(cookie).values())
        assert site.read(f"{name}={token[:-1]}") == {}

    @pytest.mark.parametrize("change", [*_CHANGES[3:], _set, empty], ids=named)
    def test_every_change_needs_the_key(self, tmp_path: Path, change: Action) -> None:
        """Where a secret key is needed and missing, no change passes for one that is kept."""
        site = self.site(tmp_path, SECRET_KEY=None, PROPAGATE_EXCEPTIONS=True)
        try:
            site.visit(_set)
        except SessionUnavailableError:
            with pytest.raises(SessionUnavailableError):
                site.visit(change)
        else:
            pytest.skip(f"{site.app.slot('sessions').identity} needs no secret key")
