"""The gateway that the page about gateways shows, in front of whole applications."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard, Response, abort, g, hookimpl, request, session, stream_with_context
from tests.core.site import make_app
from tests.docs.page import blocks
from tests.together.wire import Answer

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "gateways.md"

Message = dict[str, Any]
Asgi = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Any]], Any]

pytestmark = pytest.mark.needs("routing", "json", "errors")


def _shown() -> Callable[[Pegboard], Asgi]:
    """Give the gateway as the page has it."""
    (text,) = [block.text for block in blocks(PAGE) if block.file == "asgi.py"]
    names: dict[str, Any] = {"__name__": "asgi"}
    exec(compile(text, "asgi.py", "exec"), names)  # noqa: S102 - it is what is tested
    gateway: Callable[[Pegboard], Asgi] = names["ASGI"]
    return gateway


ASGI = _shown()


class Visit:
    """One exchange with an application behind the gateway.

    :param app: the application.
    :param path: what is asked for, with its query.
    :param parts: the messages in which the body comes.
    :param patience: after how many messages of the answer the client goes away; 0 is before it
        has sent its body, None is never.
    :param scope: what else there is to say of the request.
    """

    def __init__(
        self,
        app: Pegboard,
        path: str = "/",
        method: str = "GET",
        *,
        parts: tuple[bytes, ...] = (b"",),
        headers: dict[str, str] | None = None,
        patience: int | None = None,
        **scope: Any,
    ) -> None:
        self.app = app
        path, _, query = path.partition("?")
        fields = {"host": "asgi.example"} | (headers or {})
        self.scope: Message = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in fields.items()],
            "client": ("192.0.2.1", 5000),
            "server": ("127.0.0.1", 80),
            **scope,
        }
        self.sent: list[Message] = []
        self._waiting = [
            {"type": "http.request", "body": part, "more_body": number < len(parts)}
            for number, part in enumerate(parts if patience != 0 else (), 1)
        ]
        self._patience = patience
        self._gone = asyncio.Event()
        if patience == 0:
            self._gone.set()

    async def receive(self) -> Message:
        """Give the next message of the client; when it has said all, wait until it goes away."""
        if self._waiting:
            return self._waiting.pop(0)
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take a message to the client."""
        self.sent.append(message)
        if len(self.sent) - 1 == self._patience:
            self._gone.set()
            # Whoever waits for that learns of it now.
            await asyncio.sleep(0.01)

    async def run(self) -> Answer:
        """Take the exchange to its end."""
        await ASGI(self.app)(self.scope, self.receive, self.send)
        return self.answer

    @property
    def answer(self) -> Answer:
        """What was sent, as an answer."""
        head, *body = self.sent
        fields = [(name.decode(), value.decode("latin-1")) for name, value in head["headers"]]
        return Answer(str(head["status"]), fields, b"".join(part.get("body", b"") for part in body))


def _ask(app: Pegboard, *args: Any, **options: Any) -> Answer:
    async def main() -> Answer:
        return await Visit(app, *args, **options).run()

    return asyncio.run(main())


@pytest.fixture
def app() -> Pegboard:
    """Give an application whose errors become answers."""
    return make_app(config={"PROPAGATE_EXCEPTIONS": False, "SECRET_KEY": "k" * 32})


def _hello(name: str) -> tuple[str, int, dict[str, str]]:
    return f"hällo {name}", 201, {"X-Name": "Ünal"}


def test_a_page_is_answered(app: Pegboard) -> None:
    """Status, headers and body are those of any gateway; names of headers are in small letters."""
    app.add_url_rule("/<name>", "hello", _hello)
    answer = _ask(app, "/ada")

    assert (answer.status, answer.body) == ("201", "hällo ada".encode())
    assert answer.headers == [
        ("content-type", "text/html; charset=utf-8"),
        ("content-length", "10"),
        ("x-name", "Ünal"),
    ]


def test_a_request_is_what_was_sent(app: Pegboard) -> None:
    """URL, root path, query, headers and the client's address arrive."""
    seen: list[object] = []

    @app.get("/page")
    def page() -> str:
        seen.extend([request.url, request.root_path, request.args["a"], request.remote_addr])
        seen.extend([request.cookies["c"], request.is_secure])
        return "seen"

    headers = {"cookie": "c=1"}
    mounted = {"root_path": "/shop", "scheme": "https"}

    assert _ask(app, "/shop/page?a=b", headers=headers, **mounted).body == b"seen"
    assert seen == [
        *("https://asgi.example/shop/page?a=b", "/shop", "b", "192.0.2.1", "1", True),
    ]


def test_a_path_with_many_slashes_leads_nowhere_else(app: Pegboard) -> None:
    """A path that looks like another host is a path of this one."""
    app.add_url_rule("/docs/", "docs", lambda: "docs")

    assert _ask(app, "//docs").header("location") == "http://asgi.example/docs/"


def test_a_body_in_pieces_is_read(app: Pegboard) -> None:
    """A form that comes in several messages is one form, its file included."""

    @app.post("/")
    def view() -> str:
        return f"{request.form['a']} {len(request.files['f'].read())}"

    head = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    file = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    pieces = (head, file, *[b"x" * 100_000] * 7, b"\r\n--b--\r\n")
    headers = {"content-type": "multipart/form-data; boundary=b"}

    assert _ask(app, "/", "POST", parts=pieces, headers=headers).body == b"1 700000"


def test_a_body_over_the_limit_is_refused(app: Pegboard) -> None:
    """It is a 413, and the gateway does not wait for the rest."""
    app.config["MAX_CONTENT_LENGTH"] = 10

    @app.post("/")
    def view() -> bytes:
        return request.get_data()

    assert _ask(app, "/", "POST", parts=(b"x" * 6,) * 9).code == 413
    assert _ask(app, "/", "POST", parts=(b"x" * 5,) * 2).body == b"x" * 10


def test_a_client_that_goes_away_early_is_not_answered(app: Pegboard) -> None:
    """Whoever goes away while the body is sent gets no answer, and no view is called."""
    called: list[str] = []
    app.before_request(lambda: called.append(request.path))

    async def main() -> list[Message]:
        visit = Visit(app, method="POST", patience=0)
        await ASGI(app)(visit.scope, visit.receive, visit.send)
        return visit.sent

    assert (asyncio.run(main()), called) == ([], [])


def test_all_functions_may_be_asynchronous(app: Pegboard) -> None:
    """Everything that is ``async def`` runs in the loop of the gateway."""
    loops: list[object] = []

    @app.before_request
    async def before() -> None:
        loops.append(asyncio.get_running_loop())

    @app.get("/")
    async def view() -> None:
        await asyncio.sleep(0)
        loops.append(asyncio.get_running_loop())
        abort(410)

    @app.errorhandler(410)
    async def gone(error: Exception) -> str:
        loops.append(asyncio.get_running_loop())
        return "gone"

    assert _ask(app).body == b"gone"
    assert len(loops) == 3
    assert len(set(map(id, loops))) == 1


def test_views_that_wait_take_turns(app: Pegboard) -> None:
    """Two requests on one loop are answered at the same time, each in its own context."""
    turns: list[str] = []

    @app.get("/<name>")
    async def view(name: str) -> str:
        g.name = name
        for _ in range(2):
            turns.append(g.name)
            await asyncio.sleep(0.01)
        return f"{g.name} {request.path}"

    async def main() -> list[Answer]:
        return [*await asyncio.gather(Visit(app, "/ada").run(), Visit(app, "/bob").run())]

    assert [answer.body for answer in asyncio.run(main())] == [b"ada /ada", b"bob /bob"]
    assert turns == ["ada", "bob"] * 2


@pytest.mark.needs("sessions")
def test_a_session_is_kept(app: Pegboard) -> None:
    """What one answer puts into the session, the next request has."""

    @app.get("/")
    async def view() -> str:
        session["visits"] = session.get("visits", 0) + 1
        return str(session["visits"])

    cookie = _ask(app).header("set-cookie") or ""

    assert _ask(app, headers={"cookie": cookie.partition(";")[0]}).body == b"2"


# Streams


@pytest.fixture
def ended(app: Pegboard) -> list[str]:
    """Give the requests that ended, as an asynchronous function notes them."""
    ended: list[str] = []

    @app.teardown_request
    async def note(error: BaseException | None) -> None:
        await asyncio.sleep(0)
        ended.append(f"{request.path} {error!r}")

    @app.get("/stream")
    def stream() -> Any:
        def parts() -> Iterator[str]:
            for number in range(5):
                yield f"{request.path} {number};"

        return stream_with_context(parts())

    return ended


def test_a_stream_is_sent_part_by_part(app: Pegboard, ended: list[str]) -> None:
    """Each part is a message, and the request ends with the last one."""

    async def main() -> list[Message]:
        visit = Visit(app, "/stream")
        await visit.run()
        return visit.sent

    sent = asyncio.run(main())

    assert [message.get("body") for message in sent[1:]] == [
        *(f"/stream {number};".encode() for number in range(5)),
        None,
    ]
    assert ended == ["/stream None"]


def test_a_stream_ends_when_its_client_goes_away(app: Pegboard, ended: list[str]) -> None:
    """Nothing more is made for a client that is gone, and the request ends once."""
    answer = _ask(app, "/stream", patience=2)

    assert answer.body == b"/stream 0;/stream 1;"
    assert ended == ["/stream None"]


def test_a_stream_that_breaks_is_broken_off(app: Pegboard, ended: list[str]) -> None:
    """The error goes to the server, which must not finish the answer; teardown is told."""

    @app.get("/broken")
    def broken() -> Any:
        def parts() -> Iterator[str]:
            yield "a"
            raise KeyError("b")

        return stream_with_context(parts())

    async def main() -> list[Message]:
        visit = Visit(app, "/broken")
        with pytest.raises(KeyError):
            await visit.run()
        return visit.sent

    assert [message.get("body") for message in asyncio.run(main())[1:]] == [b"a"]
    assert ended == ["/broken KeyError('b')"]


def test_head_has_no_body(app: Pegboard, ended: list[str]) -> None:
    """A stream behind HEAD is closed unread."""
    answer = _ask(app, "/stream", "HEAD")

    assert (answer.status, answer.body, ended) == ("200", b"", ["/stream None"])


# What fails


def test_errors_are_answered(app: Pegboard, caplog: pytest.LogCaptureFixture) -> None:
    """A miss, a bad host, an error and a head that cannot be sent all have an answer."""
    app.add_url_rule("/error", "error", lambda: 1 / 0)
    app.add_url_rule("/head", "head", lambda: Response("x", headers={"X-A": "\u20ac"}))

    assert [_ask(app, path).code for path in ("/nowhere", "/error", "/head")] == [404, 500, 500]
    assert _ask(app, headers={"host": "a b"}).code == 400
    assert "ZeroDivisionError" in caplog.text


def test_what_a_wrapper_of_dispatch_sees(app: Pegboard) -> None:
    """It gets the coroutine of the view, whose value ``make_response`` gets."""
    seen: list[str] = []

    class Notes:
        """Notes what comes by."""

        @hookimpl(wrapper=True)
        def dispatch(self) -> Generator[None, object, object]:
            value = yield
            seen.append(type(value).__name__)
            return value

        @hookimpl
        def make_response(self, value: object) -> None:
            seen.append(str(value))

    @app.get("/")
    async def view() -> str:
        return "said"

    app.register_plugin(Notes)

    assert _ask(app).body == b"said"
    assert seen == ["coroutine", "said"]


# The life of a server


def test_a_server_starts_and_ends_the_application(app: Pegboard) -> None:
    """The application starts before the first request, and is closed at the end."""
    told: list[str] = []

    class Pools:
        """Opens and closes."""

        @hookimpl
        def app_ready(self) -> None:
            told.append("ready")

        @hookimpl
        def app_closing(self) -> None:
            told.append("closing")

    async def main() -> list[Message]:
        sent: list[Message] = []

        async def receive() -> Message:
            told.append("asked")
            return {"type": "lifespan"}

        async def send(message: Message) -> None:
            sent.append(message)

        await ASGI(app)({"type": "lifespan"}, receive, send)
        return sent

    app.register_plugin(Pools)

    assert [message["type"] for message in asyncio.run(main())] == [
        *("lifespan.startup.complete", "lifespan.shutdown.complete")
    ]
    assert told == ["asked", "ready", "asked", "closing"]
