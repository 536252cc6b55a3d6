"""The test client."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder as WerkzeugBuilder
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request as WerkzeugRequest

from pegboard import Pegboard, g, has_request_context, redirect, request, session
from pegboard.testing import Client, EnvironBuilder
from pegboard_hookspecs.errors import SetupError, SlotEmptyError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing", "json")

KEY = "a key of no less than 32 bytes is needed"


class Answer(TestResponse):
    """A class of answers of somebody's own."""


@pytest.fixture
def app() -> Pegboard:
    """Give an application that says what it was asked."""
    app = make_app()

    @app.route("/", methods=["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "TRACE"])
    def say() -> dict[str, Any]:
        g.seen = request.path
        return {
            "method": request.method,
            "url": request.url,
            "body": request.get_data(as_text=True),
            "agent": str(request.user_agent),
            "address": request.remote_addr,
            "cookies": dict(request.cookies),
        }

    @app.route("/away/<int:times>")
    def away(times: int) -> Any:
        return redirect(f"/away/{times - 1}" if times else "/?from=away")

    @app.route("/boom")
    def boom() -> str:
        g.seen = "boom"
        message = "boom"
        raise ValueError(message)

    return app


@pytest.fixture
def client(app: Pegboard) -> Any:
    """Give a visitor."""
    return app.test_client()


# Requests


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "trace"])
def test_every_method_has_a_word(client: Any, method: str) -> None:
    """The client has a word for each method, and gives the answer's JSON."""
    answer: TestResponse = getattr(client, method)("/", data="body")

    assert answer.json == {
        "method": method.upper(),
        "url": "http://localhost/",
        "body": "body",
        "agent": f"Werkzeug/{version('werkzeug')}",
        "address": "127.0.0.1",
        "cookies": {},
    }


@pytest.mark.parametrize(("method", "allow"), [("options", True), ("head", False)])
def test_methods_without_a_body_have_words_too(client: Any, method: str, allow: bool) -> None:
    """OPTIONS and HEAD are answered without a body."""
    answer: TestResponse = getattr(client, method)("/")

    assert (answer.status_code, answer.text) == (200, "")
    assert ("Allow" in answer.headers) is allow


def test_a_request_may_be_a_whole_url(client: Any) -> None:
    """A whole URL says scheme, host and query."""
    assert client.get("https://shop.example.org/?a=b").json["url"] == (
        "https://shop.example.org/?a=b"
    )


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({"subdomain": "shop"}, "http://shop.example.org/"),
        ({"url_scheme": "https"}, "https://example.org/"),
        ({"base_url": "https://other.example.org"}, "https://other.example.org/"),
        ({"query_string": {"a": "b"}}, "http://example.org/?a=b"),
    ],
)
def test_a_request_may_be_described(app: Pegboard, options: dict[str, Any], url: str) -> None:
    """Subdomain, scheme or base are told apart; the rest is as the settings say."""
    app.config["SERVER_NAME"] = "example.org"

    assert app.test_client().get("/", **options).json["url"] == url


def test_a_request_has_json(client: Any) -> None:
    """A JSON body is written by the application."""
    assert client.post("/", json={"a": [1]}).json["body"] == '{"a":[1]}'


def _kinds(app: Pegboard) -> dict[str, Any]:
    environ = EnvironBuilder(app, "/", method="PUT", data="body").get_environ()
    return {
        "builder": EnvironBuilder(app, "/", method="PUT", data="body"),
        "plain builder": WerkzeugBuilder("/", method="PUT", data="body"),
        "environ": environ,
        "request": WerkzeugRequest(environ),
    }


@pytest.mark.parametrize("kind", ["builder", "plain builder", "environ", "request"])
def test_a_request_may_be_made_beforehand(app: Pegboard, client: Any, kind: str) -> None:
    """A builder, an environ or a request is taken as it is; the base goes with all of them."""
    client.environ_base["REMOTE_ADDR"] = "10.0.0.1"

    answer = client.open(_kinds(app)[kind])

    assert answer.json["method"] == "PUT"
    assert answer.json["body"] == "body"
    assert answer.json["address"] == "10.0.0.1"


def test_a_request_goes_before_the_base(client: Any) -> None:
    """What a request says itself is not replaced by the base."""
    client.environ_base["HTTP_USER_AGENT"] = "base"

    assert client.get("/").json["agent"] == "base"
    assert client.get("/", headers={"User-Agent": "own"}).json["agent"] == "own"
    assert client.get("/", environ_base={"REMOTE_ADDR": "::1"}).json["address"] == "::1"
    assert client.open({**_environ(client), "REMOTE_ADDR": "::2"}).json["address"] == "::2"


def _environ(client: Any) -> dict[str, Any]:
    environ: dict[str, Any] = client.get("/").request.environ
    return environ


# Answers


def test_json_is_read_by_the_application(app: Pegboard) -> None:
    """An answer's JSON is read through the slot, which may be empty."""
    empty = make_app(plugins={"json": False})
    empty.add_url_rule("/", "say", lambda: '"said"')
    answer = empty.test_client().get("/", headers={"Accept": "application/json"})
    answer.content_type = "application/json"

    with pytest.raises(SlotEmptyError, match="No plugin reads and writes JSON"):
        _ = answer.json


def test_redirects_are_followed(client: Any) -> None:
    """Redirects are followed to their end, and kept in the answer's history."""
    answer = client.get("/away/2", follow_redirects=True)

    assert answer.json["url"] == "http://localhost/?from=away"
    assert [each.request.path for each in answer.history] == ["/away/2", "/away/1", "/away/0"]
    assert client.get("/away/2").location == "/away/1"


def test_answers_may_have_another_class(app: Pegboard) -> None:
    """Answers are of the class that the client was given."""
    answer = Client(app, Answer).get("/")

    assert isinstance(answer, Answer)


def test_an_answer_may_be_read_at_once(app: Pegboard) -> None:
    """``buffered`` reads a stream to its end, and closes it."""
    ended: list[str] = []

    @app.route("/stream")
    def stream() -> Any:
        response = app.response_class(iter(["a", "b"]))
        response.call_on_close(lambda: ended.append("end"))
        return response

    assert app.test_client().get("/stream", buffered=True).text == "ab"
    assert ended == ["end"]


def test_exceptions_come_out(client: Any, app: Pegboard) -> None:
    """In test mode an exception reaches the test; otherwise it is a 500."""
    with pytest.raises(ValueError, match="boom"):
        client.get("/boom")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/boom").status_code == 500


# Cookies


@pytest.fixture
def jar() -> Pegboard:
    """Give an application that sets a cookie and says which it got."""
    app = make_app()

    @app.route("/set")
    def keep() -> Any:
        response = app.response_class("kept")
        response.set_cookie("flavour", "plain")
        return response

    @app.route("/")
    def show() -> dict[str, Any]:
        return dict(request.cookies)

    return app


def test_cookies_are_kept(jar: Pegboard) -> None:
    """A cookie of an answer goes with the next requests of this client, and of no other."""
    client = jar.test_client()
    client.get("/set")

    assert client.get("/").json == {"flavour": "plain"}
    assert client.get_cookie("flavour").value == "plain"
    assert jar.test_client().get("/").json == {}


def _by_keyword(app: Pegboard) -> Any:
    return app.test_client(use_cookies=False)


def _by_position(app: Pegboard) -> Any:
    return app.test_client(False)


def _by_class(app: Pegboard) -> Any:
    return Client(app, TestResponse, False)


@pytest.mark.parametrize("make", [_by_keyword, _by_position, _by_class])
def test_cookies_may_be_off(jar: Pegboard, make: Callable[[Pegboard], Any]) -> None:
    """A client without cookies keeps none."""
    client = make(jar)
    client.get("/set")

    assert client.get("/").json == {}


def test_cookies_may_be_set_by_hand(jar: Pegboard) -> None:
    """A test may set and delete cookies itself."""
    client = jar.test_client()
    client.set_cookie("flavour", "vanilla")
    assert client.get("/").json == {"flavour": "vanilla"}

    client.delete_cookie("flavour")
    assert client.get("/").json == {}


def test_subdomains_may_redirect_to_each_other() -> None:
    """Redirects to a subdomain are followed where the client is told so."""
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.org"})
    app.add_url_rule("/", "start", lambda: redirect("http://shop.example.org/"))
    app.add_url_rule("/", "shop", lambda: "shop", subdomain="shop")

    client = app.test_client(allow_subdomain_redirects=True)

    assert client.get("/", follow_redirects=True).text == "shop"


# Contexts


def test_the_last_request_stays_current(client: Any) -> None:
    """In a block the last request is current, until the next one or the end of the block."""
    with client:
        client.get("/?first")
        assert (request.query_string, g.seen) == (b"first", "/")
        client.get("/?second")
        assert request.query_string == b"second"

    assert not has_request_context()


def test_without_a_block_nothing_stays(client: Any) -> None:
    """Outside of a block no request is current when its answer is there."""
    client.get("/")

    assert not has_request_context()


def test_the_last_of_redirects_stays_current(client: Any) -> None:
    """Behind redirects the last request is the one that stays."""
    with client:
        client.get("/away/2", follow_redirects=True)
        assert request.args["from"] == "away"


def test_a_failed_request_stays_current(client: Any) -> None:
    """A request that raised can be looked at too."""
    with client:
        with pytest.raises(ValueError, match="boom"):
            client.get("/boom")
        assert (request.path, g.seen) == ("/boom", "boom")


def test_a_malformed_request_leaves_nothing(client: Any) -> None:
    """A request that is too malformed to have a context leaves none."""
    with client:
        client.get("/")
        environ = {**_environ(client), "REQUEST_METHOD": "G E T"}
        assert client.open(environ).status_code == 400
        assert not has_request_context()


def test_a_request_that_stays_has_ended(app: Pegboard) -> None:
    """What a request took is given back once, though the test still looks at the request."""
    ended: list[object] = []
    app.teardown_request(ended.append)

    with app.test_client() as client:
        client.get("/")
        assert ended == [None]
    assert ended == [None]


def test_whether_the_last_request_stays_is_known(client: Any) -> None:
    """The client says whether it keeps the context of its last request."""
    assert client.preserve_context is False
    with client:
        assert client.preserve_context is True
    assert client.preserve_context is False


def test_a_surrounding_context_comes_back(app: Pegboard, client: Any) -> None:
    """When the block ends, what was current before is current again."""
    with app.test_request_context("/outer"):
        with client:
            client.get("/")
            assert request.path == "/"
        assert request.path == "/outer"


def test_a_block_is_not_nested(client: Any) -> None:
    """Two open blocks of one client would not know which request stays."""
    with client:
        with pytest.raises(SetupError, match="cannot nest"):
            client.__enter__()
        client.get("/")


def test_a_block_may_be_repeated(client: Any) -> None:
    """A client may be used in one block after the other, also when one failed."""
    with pytest.raises(ValueError, match="test failed"), client:
        raise ValueError("test failed")
    with client:
        client.get("/")
        assert request.path == "/"


@pytest.mark.needs("sessions")
def test_the_session_can_be_looked_at() -> None:
    """In a block the session is readable as the request left it."""
    app = make_app(config={"SECRET_KEY": KEY})

    @app.route("/")
    def count() -> Any:
        session["count"] = session.get("count", 0) + 1
        return "done" if request.args else redirect("/?again")

    with app.test_client() as client:
        client.get("/", follow_redirects=True)
        assert session["count"] == 2
