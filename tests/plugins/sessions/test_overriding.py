"""What a subclass of the provider may decide, and what another provider takes to be one."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

import pytest

from pegboard import Pegboard, has_app_context, session
from pegboard_hookspecs import Application, Request, Response, Session, hookimpl
from pegboard_hookspecs.errors import PluginRefusedError
from pegboard_sessions import CookieSession, CookieSessions, CookieSigner
from tests.plugins.sessions.site import Site

pytestmark = pytest.mark.item("A8.5")


def _count(values: Any) -> None:
    values["count"] = values.get("count", 0) + 1


def _empty(values: Any) -> None:
    values.clear()


def _stay(values: Any) -> None:
    values.permanent = True
    _count(values)


def _site(provider: object, **config: object) -> Site:
    return Site(plugins={"sessions": provider}, **config)


@pytest.mark.item("B5.6")
def test_the_name_may_differ_from_request_to_request() -> None:
    """The method that names the cookie is asked with each request, to read and to write it."""

    class PerShop(CookieSessions):
        def cookie_name(self, app: Application, request: Request) -> str:
            return f"session-{request.args['shop']}"

    site = _site(PerShop)
    client = site.app.test_client()
    site.action = _count

    client.get("/?shop=a")
    client.get("/?shop=a")
    assert site.seen == {"count": 2}
    client.get("/?shop=b")
    assert site.seen == {"count": 1}
    site.action = _empty
    client.get("/?shop=a")
    assert client.get_cookie("session-a") is None
    assert client.get_cookie("session-b") is not None


def test_the_attributes_may_be_others() -> None:
    """The method that gives the cookie's attributes decides when it is set and when removed."""

    class PerHost(CookieSessions):
        def cookie_attributes(self, app: Application, request: Request) -> dict[str, Any]:
            own = super().cookie_attributes(app, request)
            return {**own, "domain": request.host.partition(":")[0], "samesite": "Strict"}

    site = _site(PerHost)

    response = site.visit(_count, base_url="http://shop.example/")
    removed = site.visit(_empty, base_url="http://shop.example/")

    for header in (response.headers["Set-Cookie"], removed.headers["Set-Cookie"]):
        assert "; Domain=shop.example;" in header
        assert header.endswith("; SameSite=Strict")


def test_whether_a_cookie_is_sent() -> None:
    """The method that says whether the session is sent has the last word."""

    class Always(CookieSessions):
        def should_set_cookie(self, app: Application, session: Session) -> bool:
            return True

    site = _site(Always)
    cookie = site.visit(_count).headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    assert "Set-Cookie" in site.visit(len, cookie=cookie).headers


def test_when_the_browser_forgets() -> None:
    """The method that gives the end is asked with the session and the time of its signature."""

    class ForAnHour(CookieSessions):
        def expires(self, app: Application, session: Session, now: int) -> float | None:
            end = super().expires(app, session, now)
            seen.append((end, now))
            return 0

    seen: list[tuple[float | None, int]] = []
    site = _site(ForAnHour)

    header = site.visit(_count).headers["Set-Cookie"]
    site.visit(_stay)

    assert "; Expires=Thu, 01 Jan 1970 00:00:00 GMT;" in header
    (passing, _), (permanent, now) = seen
    assert passing is None
    assert permanent == now + 31 * 24 * 60 * 60


def test_how_it_is_signed() -> None:
    """Salt and digest may be others; what is signed so is read nowhere else."""

    class Own(CookieSessions):
        def make_signer(self, keys: Any) -> CookieSigner:
            return CookieSigner(keys, self.serializer, salt="my-sessions", digest="sha256")

    site = _site(Own)
    cookie = site.visit(_count).headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    assert site.read(cookie) == {"count": 1}
    assert Site().read(cookie) == {}
    assert site.app.slot("sessions").native.loads(cookie) == {"count": 1}
    assert site.app.slot("sessions").native.signer_kwargs["digest_method"] is hashlib.sha256


def test_what_sessions_are_made_of() -> None:
    """A class of sessions may be one's own, with and without a secret key."""

    class Visitor(CookieSession):
        @property
        def name(self) -> str:
            return str(self.get("name", "somebody"))

    class Named(CookieSessions):
        session_class = Visitor
        unavailable_session_class = Visitor

    def ask(values: Any) -> None:
        names.append(values.name)
        values["name"] = "Ada"

    names: list[str] = []
    site = _site(Named)
    cookie = site.visit(ask).headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    site.visit(ask, cookie=cookie)
    site.app.secret_key = None
    response = site.visit(ask)

    assert names == ["somebody", "Ada", "somebody"]
    assert "Set-Cookie" not in response.headers


class Kept(dict[str, Any], Session):
    """A session that is saved whatever happened to it."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def rotate(self) -> None:
        self.key = str(uuid4())


class MemorySessions:
    """A provider in a few lines: the cookie has a key, and the values stay here."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    @hookimpl
    def open_session(self, request: Request) -> Session:
        key = request.cookies.get("key", "")
        return self.kept.get(key) or Kept(str(uuid4()))

    @hookimpl
    def save_session(self, session: Kept, response: Response) -> None:
        self.kept[session.key] = session
        response.set_cookie("key", session.key)
        response.vary.add("Cookie")


@pytest.mark.needs("json")
def test_a_small_class_replaces_sessions() -> None:
    """A provider needs two methods; the words of applications work with whatever it opens."""
    app = Pegboard(__name__, plugins={"sessions": MemorySessions})

    @app.get("/")
    def view() -> dict[str, int]:
        _count(session)
        return {"count": session["count"]}

    client = app.test_client()

    assert [client.get("/").json for _ in range(2)] == [{"count": 1}, {"count": 2}]
    with client.session_transaction() as kept:
        kept["count"] = 7
    assert client.get("/").json == {"count": 8}


def test_a_provider_without_one_of_the_two_is_refused() -> None:
    """What a provider has to write is said when it is registered, not when it is missed."""

    class Half:
        @hookimpl
        def open_session(self) -> Session:
            return Kept("")

    with pytest.raises(PluginRefusedError, match="leaves out 'save_session'"):
        Pegboard(__name__, plugins={"sessions": Half})


@pytest.mark.item("B5.7")
def test_a_store_that_is_down() -> None:
    """What is raised when a session is opened is a 500 as any other, and leaves nothing behind."""

    class Broken(MemorySessions):
        @hookimpl
        def open_session(self, request: Request) -> Session:
            raise OSError("The store is down.")

    app = Pegboard(__name__, plugins={"sessions": Broken})
    app.add_url_rule("/", "touching", lambda: str(len(session)))
    app.add_url_rule("/plain", "plain", lambda: "plain")
    app.register_error_handler(OSError, lambda error: (str(error), 503))
    client = app.test_client()

    response = client.get("/")

    assert (response.text, response.status_code) == ("The store is down.", 503)
    assert not has_app_context()
    assert client.get("/plain").text == "plain"


@pytest.mark.item("B5.8")
def test_a_provider_knows_the_endpoint() -> None:
    """Sessions are opened after routing: a provider can go by the endpoint and its values."""

    class PerUser(CookieSessions):
        def cookie_name(self, app: Application, request: Request) -> str:
            return f"{request.endpoint}-{(request.view_args or {}).get('number')}"

    app = _site(PerUser).app

    @app.get("/users/<int:number>")
    def user(number: int) -> str:
        _count(session)
        return str(number)

    response = app.test_client().get("/users/7")

    assert response.headers["Set-Cookie"].startswith("user-7=")
