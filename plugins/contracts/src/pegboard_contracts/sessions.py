"""The suite of the slot ``sessions``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import Forbidden
from werkzeug.http import parse_cookie, parse_date
from werkzeug.test import TestResponse

from pegboard import Pegboard, Response
from pegboard_contracts.contract import Contract, ask
from pegboard_hookspecs import Request, Session, hookimpl
from pegboard_hookspecs.errors import CookieTooLargeError, SessionUnavailableError

__all__ = ["Clock", "SessionsContract"]

_KEY = "a key of no less than 32 bytes is needed"
_HOUR = 3600
_VALUES: dict[str, object] = {
    "text": "é € \U0001f600",
    "number": 7,
    "fraction": 1.5,
    "yes": True,
    "nothing": None,
    "list": [1, "a", [None]],
    "dict": {"a": {"b": 1}},
}
_GARBAGE = ["", "x", ".", "..", "a.b.c", "=", "e30", "%00", "x" * 5000, "'; DROP TABLE", "☃"]
_Action = Callable[[Any], object]


class Clock:
    """The time that the provider sees, which a test may move on.

    :param monkeypatch: puts it in place of ``time.time``.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = float(int(time.time()))
        monkeypatch.setattr(time, "time", lambda: self.now)


class _Site:
    """An application whose only view does with the session what a test says."""

    def __init__(self, make: Callable[..., Pegboard], folder: Path, config: object) -> None:
        self.app = make(view=self._view, config=config, instance_path=str(folder))
        #: What the session held when the view had run.
        self.seen: dict[str, object] = {}
        self.is_new = False
        self.action: _Action = len

    def visit(self, action: _Action = len, *, cookie: str = "", **options: Any) -> TestResponse:
        """Let the view do something with the session of a visitor who sends a cookie."""
        self.action = action
        headers = {"Cookie": cookie} if cookie else {}
        return ask(self.app, headers=headers, **options)

    def read(self, cookie: str = "") -> dict[str, object]:
        """Give what the session of a cookie holds."""
        response = self.visit(cookie=cookie)
        assert response.status_code == 200
        return self.seen

    def begin(self, action: _Action | None = None) -> str:
        """Begin a session and give its cookie."""
        return _cookie(self.visit(action or _log_in))

    def _view(self, request: Request) -> str:
        session = request.session
        self.action(session)
        self.seen, self.is_new = dict(session), session.new
        return "seen"


def _named(action: Any) -> str:
    return str(action.__name__)


def _cookie(response: TestResponse) -> str:
    """Give the one cookie that a response sets, as a request sends it."""
    (header,) = response.headers.getlist("Set-Cookie")
    return header.partition(";")[0]


def _name(cookie: str) -> str:
    return cookie.partition("=")[0]


def _attributes(response: TestResponse) -> dict[str, str]:
    (header,) = response.headers.getlist("Set-Cookie")
    parts = (part.strip().partition("=") for part in header.split(";")[1:])
    return {name.lower(): value for name, _, value in parts}


def _is_removed(response: TestResponse) -> bool:
    attributes = _attributes(response)
    end = parse_date(attributes.get("expires"))
    return attributes.get("max-age") == "0" or (end is not None and end.timestamp() < time.time())


def _log_in(session: Any) -> None:
    session["user"] = "joe"


def _stay(session: Any) -> None:
    session["user"] = "joe"
    session.permanent = True


def _empty(session: Any) -> None:
    session.clear()


def _rotate(session: Any) -> None:
    session.rotate()


def _look(session: Any) -> bool:
    return "user" in session


def _fill(session: Any) -> None:
    session["page"] = os.urandom(4000).hex()


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


_CHANGES = [_set, _delete, _pop, _update, _set_default, _stay]


class SessionsContract(Contract):
    """What every provider of the slot ``sessions`` does.

    A provider that reads another clock than ``time.time`` overrides :meth:`clock`, one whose
    settings of lifetimes have other names :meth:`lifetimes`.
    """

    slot = "sessions"

    def clock(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        """Give the provider's clock, with an attribute ``now`` in seconds since 1970."""
        return Clock(monkeypatch)

    def lifetimes(self, idle: int, absolute: int) -> Mapping[str, object]:
        """Give the settings for how long sessions live, in seconds."""
        return {
            "PERMANENT_SESSION_LIFETIME": timedelta(seconds=idle),
            "SESSION_ABSOLUTE_LIFETIME": timedelta(seconds=absolute),
        }

    def site(self, folder: Path, **config: object) -> _Site:
        """Make an application with a secret key, and its own folder for what a provider keeps."""
        folder.mkdir(exist_ok=True)
        return _Site(self.make_app, folder, {"SECRET_KEY": _KEY, **config})

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
            config={"SECRET_KEY": _KEY},
            plugins={"app:counts": Counts},
            instance_path=str(tmp_path),
        )

        assert ask(app).text == "True"
        assert len(opened) == 1

    def test_a_session_left_alone_costs_nothing(self, tmp_path: Path) -> None:
        """A request that does not touch its session sets no cookie and varies by none."""
        app = self.make_app(
            view=lambda _: "plain", config={"SECRET_KEY": _KEY}, instance_path=str(tmp_path)
        )
        response = ask(app, headers={"Cookie": "session=x"})

        assert "Set-Cookie" not in response.headers
        assert "Vary" not in response.headers

    @pytest.mark.parametrize("touch", [len, bool, list, _look, _log_in], ids=_named)
    def test_every_touch_varies_by_cookie(self, tmp_path: Path, touch: _Action) -> None:
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
            config={"SECRET_KEY": _KEY},
            plugins={"app:varies": Varies},
            instance_path=str(tmp_path),
        )

        assert {field.lower() for field in ask(app).vary} == {"accept", "origin", "cookie"}

    @pytest.mark.parametrize("touch", [len, _look, dict], ids=_named)
    def test_reading_sets_no_cookie(self, tmp_path: Path, touch: _Action) -> None:
        """A session that is only read is not sent again, and an empty one not at all."""
        site = self.site(tmp_path)
        cookie = site.begin()

        assert "Set-Cookie" not in site.visit(touch, cookie=cookie).headers
        assert "Set-Cookie" not in site.visit(touch).headers

    @pytest.mark.parametrize("change", _CHANGES, ids=_named)
    def test_every_change_is_kept(self, tmp_path: Path, change: _Action) -> None:
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
        other = self.site(tmp_path / "other", SECRET_KEY=_KEY[::-1])

        assert other.read(one.begin()) == {}
        assert other.is_new

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
        name = _name(site.begin())
        for garbage in _GARBAGE:
            assert site.read(f"{name}={garbage}") == {}, garbage
            assert site.is_new

    def test_an_idle_session_ends(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A session that was not used for its idle lifetime is gone, by the server's clock."""
        clock = self.clock(monkeypatch)
        site = self.site(tmp_path, **self.lifetimes(_HOUR, 100 * _HOUR))
        cookie = site.begin()
        clock.now += _HOUR - 60
        before = site.read(cookie)
        fresh = site.begin()
        clock.now += _HOUR + 60

        assert before == {"user": "joe"}
        assert site.read(fresh) == {}
        assert site.is_new

    def test_a_session_in_use_ends(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A session ends after its absolute lifetime, however often it is used and changed."""
        clock = self.clock(monkeypatch)
        site = self.site(tmp_path, **self.lifetimes(_HOUR, 3 * _HOUR))
        client = site.app.test_client()
        held: list[bool] = []

        def use(session: Any) -> None:
            held.append("user" in session)
            session["uses"] = len(held)
            if len(held) == 1:
                session["user"] = "joe"

        site.action = use
        for _ in range(8):
            client.get("/")
            clock.now += _HOUR * 3 // 4

        assert held == [False, True, True, True, True, False, False, False]

    def test_a_permanent_session_outlives_the_browser(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The cookie of a permanent session has an end, within the idle lifetime."""
        clock = self.clock(monkeypatch)
        site = self.site(tmp_path, **self.lifetimes(_HOUR, 100 * _HOUR))
        passing, permanent = map(_attributes, (site.visit(_log_in), site.visit(_stay)))
        end = parse_date(permanent.get("expires"))
        age = int(permanent.get("max-age", 0)) or (end.timestamp() - clock.now if end else 0)

        assert not {"expires", "max-age"} & passing.keys()
        assert 0 < age <= _HOUR

    @pytest.mark.parametrize(
        ("scheme", "is_secure"), [("http", False), ("https", True)], ids=["http", "https"]
    )
    def test_the_cookie_is_safe(self, tmp_path: Path, scheme: str, *, is_secure: bool) -> None:
        """Without any setting scripts, other sites and plain connections do not get the cookie."""
        response = self.site(tmp_path).visit(_log_in, base_url=f"{scheme}://localhost/")
        attributes = _attributes(response)

        assert "httponly" in attributes
        assert attributes.get("samesite") in {"Lax", "Strict"}
        assert ("secure" in attributes) is is_secure

    def test_an_emptied_session_is_removed(self, tmp_path: Path) -> None:
        """A session that was emptied is removed from the browser."""
        site = self.site(tmp_path)
        client = site.app.test_client()
        site.action = _log_in
        name = _name(_cookie(client.get("/")))
        site.action = _empty
        response = client.get("/")

        assert _is_removed(response)
        assert client.get_cookie(name) is None

    @pytest.mark.parametrize("action", [_forbid, _fail], ids=["403", "500"])
    def test_errors_save_the_session(self, tmp_path: Path, action: _Action) -> None:
        """What a view kept before it failed is kept, whatever the answer is."""
        site = self.site(tmp_path)
        response = site.visit(action)

        assert response.status_code in {403, 500}
        assert site.read(_cookie(response)) == {"tries": 1}

    def test_rotation_keeps_the_values(self, tmp_path: Path) -> None:
        """A rotated session has the values that it had, and a cookie that is sent again."""
        site = self.site(tmp_path)
        response = site.visit(_rotate, cookie=site.begin())

        assert site.read(_cookie(response)) == {"user": "joe"}

    @pytest.mark.parametrize("action", [_rotate, _empty], ids=["rotated", "emptied"])
    def test_an_old_cookie_can_be_revoked(self, tmp_path: Path, action: _Action) -> None:
        """With ``revocation`` the cookie from before is worthless for whoever has kept it."""
        site = self.site(tmp_path)
        cookie = site.begin()
        self.needs(site.app, "revocation")
        site.visit(action, cookie=cookie)

        assert site.read(cookie) == {}

    def test_what_cannot_be_kept_is_named(self, tmp_path: Path) -> None:
        """A value that cannot be kept is a TypeError that names its key, and no cookie is set."""
        site = self.site(tmp_path, PROPAGATE_EXCEPTIONS=True)
        with pytest.raises(TypeError, match="odd-key"):
            site.visit(_keep_object)

        quiet = self.site(tmp_path)
        response = quiet.visit(_keep_object)
        assert response.status_code == 500
        assert "Set-Cookie" not in response.headers

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

        cookie = _cookie(response)
        assert len(cookie) <= 4097
        assert len(str(site.read(cookie)["page"])) == 8000

    def test_without_a_key_nothing_is_written(self, tmp_path: Path) -> None:
        """Without a secret key a session can be read, and refuses to be written if it needs one."""
        site = self.site(tmp_path, SECRET_KEY=None, PROPAGATE_EXCEPTIONS=True)
        response = site.visit(_look)
        assert (response.status_code, site.seen) == (200, {})
        try:
            cookie = _cookie(site.visit(_log_in))
        except SessionUnavailableError:
            return

        # It needs no key: then the cookie is no less of a secret.
        name, _, token = cookie.partition("=")
        assert site.read(cookie) == {"user": "joe"}
        assert "joe" not in "".join(parse_cookie(cookie).values())
        assert site.read(f"{name}={token[:-1]}") == {}

    @pytest.mark.parametrize("change", [*_CHANGES[3:], _set, _empty], ids=_named)
    def test_every_change_needs_the_key(self, tmp_path: Path, change: _Action) -> None:
        """Where a secret key is needed and missing, no change passes for one that is kept."""
        site = self.site(tmp_path, SECRET_KEY=None, PROPAGATE_EXCEPTIONS=True)
        try:
            site.visit(_set)
        except SessionUnavailableError:
            with pytest.raises(SessionUnavailableError):
                site.visit(change)
        else:
            pytest.skip(f"{site.app.slot('sessions').identity} needs no secret key")
