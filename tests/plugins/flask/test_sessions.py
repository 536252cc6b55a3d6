"""Sessions: the slot's, those of an interface that is put in place, and Flask's own cookies."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from markupsafe import Markup

import pegboard
from pegboard import hookimpl
from pegboard_flask import Flask, session
from pegboard_flask.sessions import (
    NullSession,
    SecureCookieSession,
    SecureCookieSessionInterface,
    SessionInterface,
    SessionMixin,
)
from pegboard_hookspecs.errors import SessionUnavailableError

KEY = "development key"
VALUES: dict[str, Any] = {
    "tuple": (1, "two"),
    "bytes": b"\x00\xff",
    "markup": Markup("<b>"),
    "uuid": UUID(int=5),
    "time": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    "nested": {" t": [1]},
    "plain": {"a": [None, True, 1.5]},
}


def _flask() -> Any:
    return pytest.importorskip("flask", reason="needs Flask, to compare with")


def _application(module: Any, key: str = KEY) -> Any:
    kind = module.Pegboard if hasattr(module, "Pegboard") else module.Flask
    app = kind(__name__)
    app.testing = True
    app.secret_key = key

    def write() -> str:
        module.session.update(VALUES)
        module.session.permanent = True
        return "written"

    def read() -> str:
        return repr(sorted(dict(module.session).items(), key=str))

    app.add_url_rule("/write", "write", write)
    app.add_url_rule("/read", "read", read)
    return app


def _cookie(client: Any) -> str:
    found = client.get_cookie("session")
    assert found is not None
    return str(found.value)


@pytest.mark.parametrize("reader", ["flask", "pegboard", "pegboard_flask"])
@pytest.mark.parametrize("writer", ["flask", "pegboard", "pegboard_flask"])
def test_sessions_interchange(writer: str, reader: str) -> None:
    """A cookie that one of the frameworks signed is read by each other with the same key."""
    import pegboard_flask  # noqa: PLC0415 - one of three

    modules = {"flask": _flask(), "pegboard": pegboard, "pegboard_flask": pegboard_flask}
    writing = _application(modules[writer]).test_client()
    writing.get("/write")
    reading = _application(modules[reader]).test_client()
    reading.set_cookie("session", _cookie(writing))

    given = dict(eval(reading.get("/read").text, {"Markup": Markup, "UUID": UUID, **_NAMES}))  # noqa: S307 - our own repr

    assert given == {**VALUES, "_permanent": True}


_NAMES: dict[str, Any] = {"datetime": __import__("datetime"), "__builtins__": {}}


def test_a_cookie_of_another_key_is_nothing() -> None:
    """A cookie that another key signed gives an empty session, on either framework."""
    writing = _application(_flask(), "other key").test_client()
    writing.get("/write")
    import pegboard_flask  # noqa: PLC0415 - as above

    reading = _application(pegboard_flask).test_client()
    reading.set_cookie("session", _cookie(writing))

    assert reading.get("/read").text == "[]"


class Kept(dict[str, Any], SessionMixin):
    """A session of an extension's own."""


class Interface(SessionInterface):
    """Keeps sessions in a list, and says when it is asked."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.kept = Kept()

    def open_session(self, app: Any, request: Any) -> Any:
        """Open the only one there is."""
        self.seen.append(f"open {request.path}")
        return self.kept

    def save_session(self, app: Any, session: Any, response: Any) -> None:
        """Say how the answer was."""
        self.seen.append(f"save {response.status_code} {len(session)}")


@pytest.mark.parametrize("place", ["instance", "class"])
def test_an_interface_is_asked_for_every_request(place: str) -> None:
    """An interface that is assigned, or a subclass's, opens and saves each request's session."""
    interface = Interface()
    own = type("Own", (Flask,), {"session_interface": interface})
    app = own(__name__) if place == "class" else Flask(__name__)
    if place == "instance":
        app.session_interface = interface

    def index() -> str:
        session["n"] = 1
        return "index"

    app.add_url_rule("/", "index", index)
    client = app.test_client()
    client.get("/")
    client.get("/nowhere")
    with client.session_transaction() as changed:
        changed["m"] = 2

    assert interface.seen[:4] == ["open /", "save 200 1", "open /nowhere", "save 404 1"]
    assert interface.kept == {"n": 1, "m": 2}


def test_an_interface_without_a_session_gives_a_null_session() -> None:
    """Where an interface opens none, the session can be read, is not saved, and refuses writes."""

    class Nothing(Interface):
        def open_session(self, app: Any, request: Any) -> Any:
            return None

    app = Flask(__name__)
    app.session_interface = Nothing()
    with app.test_request_context():
        assert "x" not in session
        with pytest.raises(RuntimeError, match="secret key"):
            session["x"] = 1
    app.add_url_rule("/", "index", lambda: str(len(session)))

    assert app.test_client().get("/").text == "0"
    assert app.session_interface.seen == []


def test_an_abstract_interface_says_so() -> None:
    """An interface has to say how sessions are opened and saved."""
    interface = SessionInterface()
    with pytest.raises(NotImplementedError):
        interface.open_session(None, None)
    with pytest.raises(NotImplementedError):
        interface.save_session(None, None, None)
    assert interface.is_null_session(interface.make_null_session(None))
    assert isinstance(interface.make_null_session(None), NullSession)


def test_flasks_own_interface_reads_the_slots_cookies() -> None:
    """The default interface, put in place explicitly, and the slot understand each other."""
    import pegboard_flask  # noqa: PLC0415 - as above

    slot, own = _application(pegboard_flask), _application(pegboard_flask)
    own.session_interface = SecureCookieSessionInterface()
    clients = slot.test_client(), own.test_client()
    texts: list[str] = []
    for writing, reading in (clients, clients[::-1]):
        writing.get("/write")
        reading.set_cookie("session", _cookie(writing))
        texts.append(reading.get("/read").text)

    assert texts[0] == texts[1] != "[]"


def _cleared() -> str:
    session.clear()
    return "cleared"


def test_the_default_interface_keeps_flasks_rules() -> None:
    """Untouched it sends nothing, emptied it deletes, forged it is new, and keyless it is none."""
    app = Flask(__name__)
    app.session_interface = SecureCookieSessionInterface()
    app.add_url_rule("/", "index", lambda: "")
    app.add_url_rule("/clear", "clear", _cleared)
    app.add_url_rule("/set", "set", lambda: session.setdefault("a", "b"))
    client = app.test_client()

    assert client.get("/").headers.getlist("Set-Cookie") == []
    with pytest.raises(RuntimeError, match="secret key"), app.test_request_context():
        session["a"] = 1
    app.secret_key = KEY
    assert client.get("/set").headers["Vary"] == "Cookie"
    assert "session=;" in client.get("/clear").headers["Set-Cookie"]
    client.set_cookie("session", "forged")
    assert client.get("/set").text == "b"


def test_a_permanent_session_is_refreshed() -> None:
    """A permanent session is sent with each answer though nobody touches it, unless told not to."""
    import pegboard_flask  # noqa: PLC0415 - as above

    app = _application(pegboard_flask)
    app.add_url_rule("/other", "other", lambda: "")
    client = app.test_client()
    client.get("/write")

    assert "session=" in client.get("/other").headers["Set-Cookie"]
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    assert "Set-Cookie" not in client.get("/other").headers


def test_sessions_are_of_flasks_kind() -> None:
    """The slot's sessions count as Flask's; without a key they refuse to be written."""
    app = Flask(__name__)
    with app.test_request_context():
        assert isinstance(session._get_current_object(), SessionMixin)  # type: ignore[attr-defined]
        with pytest.raises(SessionUnavailableError):
            session["a"] = 1


def test_a_cookie_session_notices() -> None:
    """Flask's session notices reads, and changes of its top level."""
    kept = SecureCookieSession({"a": 1})
    assert (kept.accessed, kept.modified, kept.permanent) == (False, False, False)
    assert (kept["a"], kept.get("b", 2), kept.accessed) == (1, 2, True)
    kept.permanent = True
    assert (kept.modified, kept.setdefault("c", 3)) == (True, 3)


def test_an_interface_is_wrapped_like_a_provider() -> None:
    """A plugin that wraps the hooks of the slot sees an interface that was put in place of it."""
    seen: list[str] = []

    class Watch:
        @hookimpl(wrapper=True)
        def open_session(self, request: Any) -> Generator[None, Any, Any]:
            opened = yield
            seen.append(f"opened {type(opened).__name__}")
            return opened

        @hookimpl(wrapper=True)
        def save_session(self, session: Any) -> Generator[None, Any, Any]:
            seen.append("saving")
            return (yield)

    app = Flask(__name__)
    app.register_plugin(Watch)
    app.session_interface = Interface()
    app.add_url_rule("/", "index", lambda: "index")
    app.test_client().get("/")

    assert seen == ["opened Kept", "saving"]
