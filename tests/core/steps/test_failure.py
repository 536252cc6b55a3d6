"""What was raised in place of a value, and what is dropped because of it."""

from __future__ import annotations

from collections.abc import Generator
from traceback import format_exception

import pytest
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, ServiceUnavailable

from pegboard import Pegboard
from pegboard.steps.failure import Failure, discard, empty_frames
from tests.core.site import make_app


def _deep(depth: int) -> None:
    local = "kept"
    if not depth:
        raise ValueError(local)
    _deep(depth - 1)


def _raised(depth: int = 2) -> ValueError:
    try:
        _deep(depth)
    except ValueError as error:
        return error
    raise AssertionError


def _locals_of(error: BaseException) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    traceback = error.__traceback__
    while traceback is not None:
        found.append(dict(traceback.tb_frame.f_locals))
        traceback = traceback.tb_next
    return found


def test_a_failure_lets_go_of_its_exception() -> None:
    """Whoever takes the exception has the only reference."""
    error = ValueError("x")
    failure = Failure(error)
    taken = failure.take()

    assert taken is error
    with pytest.raises(IndexError):
        failure.take()


def test_frames_are_emptied() -> None:
    """No local variable of a finished frame is left."""
    error = _raised()
    empty_frames(error)

    assert _locals_of(error) == [{}] * 4


def test_the_traceback_stays() -> None:
    """What is printed of an exception is the same as before."""
    error = _raised()
    before = format_exception(error)
    empty_frames(error)

    assert format_exception(error) == before


def test_frames_that_run_are_left_alone() -> None:
    """An exception that was caught here does not take this function's variables away."""
    here = "still here"
    with pytest.raises(ValueError, match="kept") as caught:
        _deep(0)
    empty_frames(caught.value)
    mine, *others = _locals_of(caught.value)

    assert (mine["here"], others) == (here, [{}])


def test_a_generator_that_goes_on_is_left_alone() -> None:
    """A generator that an exception came through, and that caught it, can be used further."""

    def patient() -> Generator[str, None, None]:
        while True:
            try:
                yield "ready"
            except ValueError:
                continue

    error, generator = _raised(), patient()
    next(generator)
    generator.throw(error)
    empty_frames(error)

    assert next(generator) == "ready"


def test_what_has_nothing_to_close_is_discarded() -> None:
    """Not every body can be closed."""
    discard(make_app(), None, [b"part"])


def test_an_error_of_closing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """What is dropped cannot change the answer any more."""

    class Clumsy:
        def close(self) -> None:
            raise OSError("cannot close")

    discard(make_app(), None, Clumsy())

    assert "OSError: cannot close" in caplog.text


def _late(error: HTTPException, **config: object) -> tuple[Pegboard, list[BaseException | None]]:
    """Give an application whose every first response fails in step 7, and what teardown is told."""
    app = make_app()
    app.config.update(PROPAGATE_EXCEPTIONS=False, **config)
    errors, told = [error], list[BaseException | None]()

    @app.hookimpl
    def process_response() -> None:
        if errors:
            raise errors.pop()

    app.teardown_request(told.append)
    app.add_url_rule("/", "index", lambda: "fine")
    return app, told


@pytest.mark.needs("routing")
def test_what_cannot_be_reached_behind_the_view_is_503(caplog: pytest.LogCaptureFixture) -> None:
    """A 503 of a step behind the view is the answer, with its headers, and nothing is logged."""
    app, told = _late(ServiceUnavailable("back soon", retry_after=7))

    response = app.test_client().get("/")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "7"
    assert told == [None]
    assert caplog.records == []


@pytest.mark.needs("routing")
def test_a_handler_answers_what_cannot_be_reached() -> None:
    """The application's error handler is asked for such a 503 as for any other."""
    app, _ = _late(ServiceUnavailable())
    app.register_error_handler(503, lambda error: (f"sorry: {error.code}", 503))

    assert app.test_client().get("/").text == "sorry: 503"


@pytest.mark.needs("routing")
def test_a_handler_may_find_out_what_cannot_be_reached() -> None:
    """A 503 that an error handler raises is the answer too."""
    app = make_app()

    def fail() -> str:
        raise ValueError

    def handle(_: ValueError) -> str:
        raise ServiceUnavailable

    app.add_url_rule("/", "index", fail)
    app.register_error_handler(ValueError, handle)

    assert app.test_client().get("/").status_code == 503


@pytest.mark.needs("routing")
@pytest.mark.parametrize(
    ("error", "config"),
    [
        pytest.param(BadRequest(), {}, id="of-the-client"),
        pytest.param(InternalServerError(), {}, id="internal"),
        pytest.param(HTTPException(), {}, id="no-code"),
        pytest.param(ServiceUnavailable(), {"TRAP_HTTP_EXCEPTIONS": True}, id="trapped"),
    ],
)
def test_other_http_errors_come_too_late(
    error: HTTPException, config: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    """Any other HTTP error of a step behind the view is a 500, and logged."""
    app, told = _late(error, **config)

    assert app.test_client().get("/").status_code == 500
    assert told == [error]
    assert len(caplog.records) == 1
