"""A fault at any stage is a 500 from the application, and the next request is unaffected (R36)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any

import pytest

from pegboard import Pegboard, after_this_request, session, stream_with_context
from pegboard_hookspecs import Match, Request, Response, hookimpl
from tests.together.wire import Answer, ask

pytestmark = pytest.mark.needs("routing")


class FaultError(Exception):
    """What goes wrong."""


class Trigger:
    """Raises where it stands, once it is set."""

    def __init__(self) -> None:
        self.is_set = False
        self.count = 0

    def __call__(self, *args: object, **values: object) -> Any:
        if self.is_set:
            self.count += 1
            raise FaultError("secret")


class Watch:
    """Notes the errors with which requests are torn down."""

    def __init__(self) -> None:
        self.errors: list[BaseException | None] = []

    @hookimpl
    def teardown(self, error: BaseException | None) -> None:
        self.errors.append(error)


class Sessions:
    """A store of sessions in which either call may fail."""

    def __init__(self) -> None:
        self.opening: Callable[[], None] = lambda: None
        self.saving: Callable[[], None] = lambda: None

    @hookimpl
    def open_session(self, request: Request) -> dict[str, str]:
        self.opening()
        return {}

    @hookimpl
    def save_session(self) -> None:
        self.saving()


class Errors:
    """Error pages that may fail."""

    def __init__(self) -> None:
        self.rendering: Callable[[], None] = lambda: None

    @hookimpl
    def render_error(self, error: Any) -> Response:
        self.rendering()
        return Response("page", status=error.code)


class Site:
    """An application, and what can be made to fail in it."""

    def __init__(self) -> None:
        self.trigger, self.watch = Trigger(), Watch()
        self.sessions, self.errors = Sessions(), Errors()
        chosen = {"sessions": self.sessions, "errors": self.errors, "templating": False}
        self.app = Pegboard(__name__, plugins=chosen)
        self.app.register_plugin(self.watch)
        self.app.add_url_rule("/", "index", lambda: "hello")
        self.app.add_url_rule("/session", "session", self._use_session)

    def _use_session(self) -> str:
        return f"session {session.get('who')}"

    def ask(self, path: str) -> Answer:
        return ask(self.app, path=path)


# Stages: each puts the trigger somewhere, and says which URL comes by there.


def _hook(name: str) -> Callable[[Site], str]:
    """Put the trigger into a hook, before the other implementations."""

    def stage(site: Site) -> str:
        def fail() -> Any:
            return site.trigger()

        site.app.hookimpl(name)(fail)
        return "/"

    stage.__name__ = name
    return stage


def _wrapper(name: str, *, after: bool) -> Callable[[Site], str]:
    """Put the trigger into a wrapper, before or after what it wraps."""

    def stage(site: Site) -> str:
        def wrap() -> Generator[None, Any, Any]:
            if not after:
                site.trigger()
            result = yield
            if after:
                site.trigger()
            return result

        site.app.hookimpl(name, wrapper=True)(wrap)
        return "/session"

    stage.__name__ = f"wrapper_{'after' if after else 'before'}_{name}"
    return stage


def _match(site: Site) -> str:
    site.app.hookimpl("match_request", wrapper=True)(_raising_wrapper(site.trigger))
    return "/"


def _raising_wrapper(trigger: Trigger) -> Callable[[], Generator[None, Match, Match]]:
    def wrap() -> Generator[None, Match, Match]:
        trigger()
        return (yield)

    return wrap


def _before_request(site: Site) -> str:
    site.app.before_request(site.trigger)
    return "/"


def _view(site: Site) -> str:
    site.app.view_functions["index"] = lambda: site.trigger() or "hello"
    return "/"


def _value(site: Site) -> str:
    site.app.view_functions["index"] = lambda: None if site.trigger.is_set else "hello"
    return "/"


def _after(site: Site) -> Callable[[Response], Response]:
    def function(response: Response) -> Response:
        site.trigger()
        return response

    return function


def _after_request(site: Site) -> str:
    site.app.after_request(_after(site))
    return "/"


def _after_this_request(site: Site) -> str:
    def view() -> str:
        after_this_request(_after(site))
        return "hello"

    site.app.view_functions["index"] = view
    return "/"


def _forgotten_response(site: Site) -> str:
    def forget(response: Response) -> Response | None:
        return None if site.trigger.is_set else response

    site.app.after_request(forget)
    return "/"


def _session_open(site: Site) -> str:
    site.sessions.opening = site.trigger
    return "/session"


def _session_save(site: Site) -> str:
    site.sessions.saving = site.trigger
    return "/session"


def _teardown_request(site: Site) -> str:
    site.app.teardown_request(site.trigger)
    return "/"


def _teardown_appcontext(site: Site) -> str:
    site.app.teardown_appcontext(site.trigger)
    return "/"


def _error_handler(site: Site) -> str:
    def view() -> str:
        if site.trigger.is_set:
            raise KeyError
        return "hello"

    site.app.view_functions["index"] = view
    site.app.register_error_handler(KeyError, site.trigger)
    return "/"


def _forgetful_handler(site: Site) -> str:
    path = _error_handler(site)
    site.app.error_handler_spec.clear()
    site.app.register_error_handler(KeyError, lambda error: None)
    return path


def _handler_of_500(site: Site) -> str:
    site.app.register_error_handler(500, site.trigger)
    return _view(site)


def _handler_of_all(site: Site) -> str:
    site.app.register_error_handler(Exception, site.trigger)
    return _view(site)


def _error_page(site: Site) -> str:
    site.errors.rendering = site.trigger
    return _view(site)


def _status(site: Site) -> str:
    site.app.view_functions["index"] = lambda: ("hello", 99 if site.trigger.is_set else 200)
    return "/"


HOOKS = [
    "request_started",
    "preprocess",
    "dispatch",
    "make_response",
    "process_response",
    "request_finished",
    "teardown",
]
WRAPPED = [*HOOKS, "match_request", "open_session", "save_session"]
STAGES: list[Callable[[Site], str]] = [
    *(_hook(name) for name in HOOKS),
    *(_wrapper(name, after=after) for name in WRAPPED for after in (False, True)),
    _match,
    _before_request,
    _view,
    _value,
    _after_request,
    _after_this_request,
    _forgotten_response,
    _session_open,
    _session_save,
    _teardown_request,
    _teardown_appcontext,
    _error_handler,
    _forgetful_handler,
    _handler_of_500,
    _handler_of_all,
    _error_page,
    _status,
]
each_stage = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__.strip("_"))


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of its own for each test."""
    site = Site()
    yield site
    with suppress(FaultError):
        site.app.close()


@each_stage
def test_a_fault_is_a_500(site: Site, stage: Callable[[Site], str]) -> None:
    """Wherever it happens, the client gets a proper 500 that says nothing of the cause."""
    path = stage(site)
    site.trigger.is_set = True
    answer = site.ask(path)

    assert answer.status == "500 INTERNAL SERVER ERROR"
    assert b"secret" not in answer.body


@each_stage
def test_a_fault_is_logged(
    site: Site, stage: Callable[[Site], str], caplog: pytest.LogCaptureFixture
) -> None:
    """Wherever it happens, the log has the exception, its traceback and the request."""
    path = stage(site)
    site.trigger.is_set = True
    site.ask(path)

    assert f"Exception on {path} [GET]" in caplog.text
    assert "Traceback" in caplog.text
    assert "FaultError: secret" in caplog.text or not site.trigger.count


@each_stage
def test_a_fault_tears_down_once(site: Site, stage: Callable[[Site], str]) -> None:
    """Wherever it happens, the request is torn down, and only once."""
    path = stage(site)
    site.trigger.is_set = True
    site.ask(path)

    assert len(site.watch.errors) == 1


@each_stage
def test_the_next_request_is_unaffected(site: Site, stage: Callable[[Site], str]) -> None:
    """Wherever it happened, the next request is answered as if nothing had been."""
    path = stage(site)
    site.trigger.is_set = True
    first = site.ask(path).code
    site.trigger.is_set = False
    second = site.ask(path)

    assert (first, second.code) == (500, 200)
    assert second.body in {b"hello", b"session None"}
    assert site.watch.errors[1:] == [None]


@each_stage
def test_a_fault_leaves_no_context(site: Site, stage: Callable[[Site], str]) -> None:
    """Wherever it happens, no request is current afterwards."""
    path = stage(site)
    site.trigger.is_set = True
    site.ask(path)

    with pytest.raises(RuntimeError, match="Working outside of request context"):
        session.get("who")


@each_stage
def test_a_fault_propagates_where_it_is_asked_to(site: Site, stage: Callable[[Site], str]) -> None:
    """In test mode the exception itself reaches the test, and the request is torn down once."""
    path = stage(site)
    site.app.testing = True
    site.trigger.is_set = True

    with pytest.raises(Exception) as caught:  # noqa: PT011 - several kinds, looked at below
        site.ask(path)

    assert isinstance(caught.value, FaultError) or not site.trigger.count
    assert len(site.watch.errors) == 1


def test_a_second_fault_does_not_hide_the_first(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Where an exception leaves the application, one of the teardown is logged."""
    _teardown_request(site)
    site.app.testing = site.trigger.is_set = True
    nobody: dict[str, str] = {}
    site.app.view_functions["index"] = lambda: nobody["who"]

    with pytest.raises(KeyError, match="who"):
        site.ask("/")

    assert "FaultError: secret" in caplog.text


# What is told


def test_teardown_is_told_of_the_fault(site: Site) -> None:
    """The last step gets the exception that nobody handled."""
    path = _view(site)
    site.trigger.is_set = True
    site.ask(path)

    assert [type(error) for error in site.watch.errors] == [FaultError]


def test_teardown_is_not_told_of_what_was_handled(site: Site) -> None:
    """An exception that an error handler answered is none any more."""
    path = _view(site)
    site.app.register_error_handler(FaultError, lambda error: "sorry")
    site.trigger.is_set = True

    assert (site.ask(path).body, site.watch.errors) == (b"sorry", [None])


def test_an_error_page_is_sent_though_the_session_cannot_be_saved(site: Site) -> None:
    """Where saving fails again with the 500, the page that was made is sent all the same."""
    path = _session_save(site)
    site.trigger.is_set = True
    site.app.register_error_handler(500, lambda error: ("our own page", 500))

    assert site.ask(path).body == b"our own page"
    assert site.trigger.count == 2


def test_without_a_page_the_answer_is_plain(site: Site) -> None:
    """Where no page can be made, the 500 is plain text."""
    path = _error_page(site)
    site.trigger.is_set = True
    answer = site.ask(path)

    assert answer.header("Content-Type") == "text/plain; charset=utf-8"
    assert answer.body.startswith(b"500 Internal Server Error")


@pytest.mark.parametrize("value", ["text", None, 5], ids=repr)
@pytest.mark.parametrize("is_kept", [False, True], ids=["plain", "kept"])
def test_a_plugin_that_makes_no_response_is_a_500(site: Site, value: Any, *, is_kept: bool) -> None:
    """A plugin whose ``make_response`` gives something else fails like any other."""

    def wrap() -> Generator[None, Any, Any]:
        yield
        return value

    site.app.hookimpl("make_response", wrapper=True)(wrap)
    site.app.view_functions["index"] = lambda: stream_with_context("a") if is_kept else "a"

    assert site.ask("/").code == 500
    assert len(site.watch.errors) == 1


def test_a_response_class_that_fails_is_a_500(site: Site) -> None:
    """Not even responses that cannot be made let an exception out."""

    class Failing(Response):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            raise FaultError("secret")

    site.app.response_class = Failing
    site.errors.rendering = site.trigger
    site.trigger.is_set = True

    assert site.ask("/").code == 500


def test_a_request_class_that_fails_is_a_500(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Not even requests that cannot be made let an exception out."""

    class Failing(site.app.request_class):  # type: ignore[name-defined, misc]  # the class of this application
        def __init__(self, environ: dict[str, Any]) -> None:
            raise FaultError("secret")

    site.app.request_class = Failing

    assert (site.ask("/").code, site.watch.errors) == (500, [])
    assert "Exception on a request that could not be read" in caplog.text


def test_an_application_that_cannot_start_is_a_500(caplog: pytest.LogCaptureFixture) -> None:
    """Where starting fails, each request says so in the log, and the first that works starts it."""
    app = Pegboard(__name__)
    app.add_url_rule("/", "index", lambda: "hello")
    trigger = Trigger()

    @app.hookimpl()
    def app_ready() -> None:
        trigger()

    trigger.is_set = True
    codes = [ask(app).code, ask(app).code]
    trigger.is_set = False
    codes.append(ask(app).code)

    assert codes == [500, 500, 200]
    assert caplog.text.count("FaultError: secret") == 2


def test_the_log_cannot_be_forged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """A path with line breaks is logged escaped, on its own line."""
    site.app.add_url_rule("/<name>", "named", site.trigger)
    site.trigger.is_set = True
    ask(site.app, path="/a\r\n[2030-01-01] ERROR forged")

    assert r"Exception on '/a\r\n[2030-01-01] ERROR forged' [GET]" in caplog.text


def test_a_fault_in_a_plugin_names_it(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """The log says which plugin and hook an exception came through."""

    class Broken:
        @hookimpl
        def preprocess(self) -> None:
            raise FaultError("secret")

    site.app.register_plugin(Broken(), "broken")
    site.ask("/")

    assert "Raised in plugin app:broken, hook preprocess." in caplog.text
