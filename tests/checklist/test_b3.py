"""After a request, and teardown (B3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pegboard import Pegboard, Response, has_app_context
from tests.core.site import make_app, say

needs_routing = pytest.mark.needs("routing")


class FaultError(Exception):
    """What goes wrong."""


def _fail(*_args: object) -> Any:
    raise FaultError


def _answer(_error: BaseException | None) -> str:
    return "other"


def _noting(order: list[str], text: str) -> Callable[..., None]:
    """Make a function that notes a text when it is called, whatever with."""

    def note(*_args: object) -> None:
        order.append(text)

    return note


def _marked(response: Response) -> Response:
    response.headers["X-After"] = "1"
    return response


def _app(**config: Any) -> Pegboard:
    app = make_app(config={"TESTING": False, **config})
    app.add_url_rule("/", "index", say)
    app.add_url_rule("/fail", "fail", _fail)
    return app


def _watched(**config: Any) -> tuple[Pegboard, list[BaseException | None]]:
    """Give an application, and the errors that its teardown functions are told of."""
    app, told = _app(**config), list[BaseException | None]()
    app.teardown_request(told.append)
    app.teardown_appcontext(told.append)
    return app, told


# After


@needs_routing
@pytest.mark.item("B3.1")
@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nowhere", 404), ("/fail", 500)])
def test_every_response_is_seen(path: str, status: int) -> None:
    """Functions after a request run for answers, handled errors and the 500 alike."""
    app = _app()
    app.after_request(_marked)
    answer = app.test_client().get(path)

    assert (answer.status_code, answer.headers["X-After"]) == (status, "1")


@needs_routing
@pytest.mark.item("B3.1")
def test_a_function_that_fails_twice_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Where a function fails again for the 500, that is logged, and the 500 goes out."""
    app = _app()
    app.after_request(_fail)
    app.register_error_handler(500, lambda error: ("our page", 500))
    answer = app.test_client().get("/")

    assert (answer.status_code, answer.text) == (500, "our page")
    assert [record.message for record in caplog.records] == ["Exception on / [GET]"] * 2


@needs_routing
@pytest.mark.item("B3.2")
def test_what_comes_after_the_view_is_a_fault() -> None:
    """Only the handler for 500 gets what a function after the request raises."""
    app = _app()
    count = iter(range(2))

    @app.after_request
    def fail_once(response: Response) -> Response:
        return response if next(count) else _fail()

    app.register_error_handler(FaultError, lambda error: "its own handler")
    app.register_error_handler(
        500, lambda error: (f"for {type(error.original_exception).__name__}", 500)
    )

    assert app.test_client().get("/").text == "for FaultError"


# Teardown


@needs_routing
@pytest.mark.item("B3.3")
@pytest.mark.parametrize(
    ("path", "is_handled", "kinds"),
    [
        ("/", False, [type(None)] * 2),
        ("/nowhere", False, [type(None)] * 2),
        ("/fail", True, [type(None)] * 2),
        ("/fail", False, [FaultError] * 2),
    ],
    ids=["answer", "miss", "handled", "unhandled"],
)
def test_all_are_told_the_same(path: str, is_handled: bool, kinds: list[type]) -> None:
    """Each function is told of what nobody handled, and of nothing else."""
    app, told = _watched()
    if is_handled:
        app.register_error_handler(FaultError, lambda error: "sorry")
    app.test_client().get(path)

    assert [type(error) for error in told] == kinds


@needs_routing
@pytest.mark.item("B3.3")
def test_what_teardown_returns_is_dropped() -> None:
    """A teardown function does not change the answer."""
    app = _app()
    app.teardown_request(_answer)

    assert app.test_client().get("/").text == "said"


@pytest.mark.item("B3.4")
@pytest.mark.parametrize("is_request", [False, True], ids=["application", "request"])
def test_an_earlier_exception_is_not_told(is_request: bool) -> None:
    """A ``with`` that ends well inside of an ``except`` ends well."""
    app, told = _watched()
    try:
        _fail()
    except FaultError:
        with app.test_request_context() if is_request else app.app_context():
            pass

    assert set(told) == {None}


@pytest.mark.item("B3.4")
def test_an_exception_that_leaves_is_told() -> None:
    """An exception that leaves the block of a ``with`` is told to teardown."""
    app, told = _watched()
    with pytest.raises(FaultError), app.app_context():
        _fail()

    assert [type(error) for error in told] == [FaultError]


@needs_routing
@pytest.mark.item("B3.5")
def test_all_run_though_one_raises(caplog: pytest.LogCaptureFixture) -> None:
    """Where a teardown function raises, all others run, and the client gets a 500."""
    app = _app()
    order: list[str] = []
    app.teardown_appcontext(_noting(order, "application"))
    app.teardown_request(_noting(order, "first"))
    app.teardown_request(_fail)
    app.teardown_request(_noting(order, "last"))
    answer = app.test_client().get("/")

    assert (answer.status_code, order) == (500, ["last", "first", "application"])
    assert "FaultError" in caplog.text
    assert not has_app_context()


@needs_routing
@pytest.mark.item("B3.5")
def test_an_error_of_teardown_leaves_where_it_is_asked_to() -> None:
    """Where exceptions propagate, one of teardown does, when all have run."""
    app, told = _watched(TESTING=True)
    app.teardown_request(_fail)

    with pytest.raises(FaultError):
        app.test_client().get("/")
    assert told == [None, None]
    assert not has_app_context()


@pytest.mark.item("B3.6")
def test_a_context_ends_with_its_last_pop() -> None:
    """A context that is pushed again inside of itself is torn down once, at its end."""
    app, told = _watched()
    context = app.app_context()
    with context:
        with context:
            pass
        assert told == []

    assert told == [None]


@needs_routing
@pytest.mark.item("B3.7")
@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_ends_the_process_goes_out(kind: type[BaseException]) -> None:
    """What is no ``Exception`` is no 500: teardown is told, and it leaves the application."""
    app, told = _watched()

    @app.get("/end")
    def end() -> str:
        raise kind

    app.register_error_handler(Exception, lambda error: "handled")

    with pytest.raises(kind):
        app.test_client().get("/end")
    assert [type(error) for error in told] == [kind, kind]
    assert not has_app_context()
