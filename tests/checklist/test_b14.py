"""B14: the test client."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard import Pegboard, g, has_request_context, redirect, request, session
from pegboard.testing import EnvironBuilder

pytestmark = pytest.mark.needs("json", "routing", "sessions")


@pytest.fixture
def app() -> Pegboard:
    """Give an application whose requests leave traces."""
    app = Pegboard("site", static_folder=None)
    app.config["SECRET_KEY"] = "a key of no less than 32 bytes is needed"

    @app.route("/", methods=["GET", "POST"])
    def index() -> dict[str, Any]:
        g.trace = session["trace"] = request.full_path
        return {**request.args, **request.form, "address": request.remote_addr}

    @app.route("/fail")
    def fail() -> str:
        g.trace = session["trace"] = "failed"
        raise ZeroDivisionError

    @app.route("/start")
    def start() -> Any:
        session["steps"] = ["start"]
        return redirect("/end")

    @app.route("/end")
    def end() -> str:
        session["steps"] = [*session["steps"], "end"]
        return "end"

    return app


@pytest.mark.item("B14.1")
def test_the_last_request_can_be_looked_at(app: Pegboard) -> None:
    """In a block the last request is current, until the next one or the end."""
    client = app.test_client()
    with client:
        client.get("/?one")
        assert (request.full_path, g.trace, session["trace"]) == ("/?one",) * 3
        client.get("/?two")
        assert (request.full_path, g.trace, session["trace"]) == ("/?two",) * 3

    assert not has_request_context()


@pytest.mark.item("B14.1")
def test_a_failed_request_can_be_looked_at(app: Pegboard) -> None:
    """Also a request that raised is current, and what it raised reaches the test."""
    app.testing = True
    with app.test_client() as client:
        with pytest.raises(ZeroDivisionError):
            client.get("/fail")
        assert (request.path, g.trace, session["trace"]) == ("/fail", "failed", "failed")


@pytest.mark.item("B14.1")
def test_what_can_be_looked_at_has_ended(app: Pegboard) -> None:
    """What the request took was given back once, at its end."""
    ended: list[str] = []

    @app.teardown_request
    def note(error: BaseException | None) -> None:
        ended.append(request.path)

    with app.test_client() as client:
        client.get("/")
        assert (ended, g.trace) == (["/"], "/?")
    assert ended == ["/"]


@pytest.mark.item("B14.2")
def test_the_last_of_redirects_is_seen(app: Pegboard) -> None:
    """Behind redirects the session is as the last request left it."""
    with app.test_client() as client:
        client.get("/start", follow_redirects=True)

        assert session["steps"] == ["start", "end"]
        assert request.path == "/end"


@pytest.mark.item("B14.3")
def test_a_transaction_uses_the_cookies(app: Pegboard) -> None:
    """A transaction has what requests kept, and keeps what it changed for requests."""
    client = app.test_client()
    client.get("/?one")
    with client.session_transaction() as opened:
        assert opened["trace"] == "/?one"
        opened["steps"] = []
        # No request of the block is current.
        assert not has_request_context()

    with client:
        client.get("/end")
        assert session["steps"] == ["end"]


@pytest.mark.item("B14.3")
def test_a_transaction_disturbs_nothing(app: Pegboard) -> None:
    """What is current around a transaction is current in it, and behind it."""
    with app.test_client() as client:
        client.get("/?one")
        with client.session_transaction() as opened:
            opened["trace"] = "changed"
            assert request.full_path == "/?one"
        assert (request.full_path, g.trace) == ("/?one", "/?one")


@pytest.mark.item("B14.3")
def test_a_transaction_may_describe_its_request(app: Pegboard) -> None:
    """The session may be the one of another host."""
    client = app.test_client()
    with client.session_transaction(base_url="https://example.org") as opened:
        opened["steps"] = []

    with client:
        client.get("/end", base_url="https://example.org")
        assert session["steps"] == ["end"]
        assert client.get("/end").status_code == 500


@pytest.mark.item("B14.3")
def test_a_transaction_needs_cookies(app: Pegboard) -> None:
    """A client without cookies has no session to open."""
    client = app.test_client(use_cookies=False)

    with pytest.raises(TypeError, match="Cookies are disabled"), client.session_transaction():
        pass


@pytest.mark.item("B14.4")
@pytest.mark.parametrize("form", ["path", "builder", "environ"])
def test_the_base_counts_for_every_form(app: Pegboard, form: str) -> None:
    """What every request has is had by each form, below what a request says itself."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "10.0.0.1"
    builder = EnvironBuilder(app, "/")
    own = EnvironBuilder(app, "/", environ_base={"REMOTE_ADDR": "10.0.0.2"})
    forms: dict[str, tuple[Any, Any]] = {
        "path": ("/", own),
        "builder": (builder, own),
        "environ": (builder.get_environ(), own.get_environ()),
    }

    answers = [client.open(each).json["address"] for each in forms[form]]

    assert answers == ["10.0.0.1", "10.0.0.2"]


@pytest.mark.item("B14.5")
@pytest.mark.parametrize(
    ("settings", "is_raised"),
    [
        ({}, False),
        ({"TESTING": True}, True),
        ({"DEBUG": True}, True),
        ({"PROPAGATE_EXCEPTIONS": True}, True),
        ({"TESTING": True, "PROPAGATE_EXCEPTIONS": False}, False),
    ],
)
def test_exceptions_reach_the_test(
    app: Pegboard, settings: dict[str, Any], is_raised: bool
) -> None:
    """An exception reaches the test where the application lets it out, else it is a 500."""
    app.config.update(settings)

    if is_raised:
        with pytest.raises(ZeroDivisionError):
            app.test_client().get("/fail")
    else:
        assert app.test_client().get("/fail").status_code == 500


@pytest.mark.item("B14.6")
@pytest.mark.parametrize("url", ["/?a=1", "https://example.org/?a=1"])
def test_query_and_form_arrive(app: Pegboard, url: str) -> None:
    """Of a path or a whole URL the query arrives, and the form beside it."""
    answer = app.test_client().post(url, data={"b": "2"})

    assert answer.json == {"a": "1", "b": "2", "address": "127.0.0.1"}
    assert answer.request.url == (url if "//" in url else f"http://localhost{url}")
