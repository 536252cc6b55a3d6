"""The application's logger."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator

import pytest

from pegboard.logs import (
    create_logger,
    default_handler,
    has_level_handler,
    wsgi_errors_stream,
)
from tests.core.site import make_app

NAME = "tests.core.test_logs.made_up"
NewLogger = Callable[[], logging.Logger]


@pytest.fixture
def new_logger() -> Iterator[Callable[[], logging.Logger]]:
    """What gives a logger as it is in a new process: no handler in sight, pytest's included."""
    logger = logging.getLogger(NAME)
    logger.propagate = False

    def make() -> logging.Logger:
        logger.handlers.clear()
        return logger

    yield make
    make().setLevel(logging.NOTSET)
    logger.propagate = True


@pytest.mark.item("A19.1")
def test_the_logger_bears_the_name_of_the_application() -> None:
    """``app.logger`` is the standard library's logger of the application's name."""
    app = make_app()

    assert app.logger is logging.getLogger(__name__.rpartition(".")[0] + ".site")
    assert app.logger.name == app.name


@pytest.mark.item("A19.2", "A19.3", "B15.2")
def test_a_logger_gets_a_handler(new_logger: NewLogger) -> None:
    """Where nobody configured logging, messages are written, by one and the same handler."""
    new_logger()

    assert create_logger(NAME, is_debug=False).handlers == [default_handler]
    assert create_logger(NAME, is_debug=False).handlers == [default_handler]


@pytest.mark.item("A19.2", "B15.2")
def test_a_configured_logger_is_left_alone(new_logger: NewLogger) -> None:
    """A handler of the application's own, or of a parent, is enough."""
    logger, own = new_logger(), logging.NullHandler()
    logger.addHandler(own)
    create_logger(NAME, is_debug=False)
    child = create_logger(f"{NAME}.child", is_debug=False)

    assert (logger.handlers, child.handlers) == ([own], [])


@pytest.mark.item("A19.5", "B15.2")
@pytest.mark.parametrize(
    ("level", "propagates", "expected"),
    [
        pytest.param(logging.INFO, True, True, id="takes-all"),
        pytest.param(logging.WARNING, True, True, id="takes-the-level"),
        pytest.param(logging.ERROR, True, False, id="above-the-level"),
        pytest.param(logging.INFO, False, False, id="out-of-reach"),
    ],
)
def test_which_handlers_count(
    new_logger: NewLogger, level: int, propagates: bool, expected: bool
) -> None:
    """A handler counts that takes the logger's effective level, and that messages get to."""
    parent = new_logger()
    parent.setLevel(logging.WARNING)
    parent.addHandler(logging.NullHandler(level))
    child = logging.getLogger(f"{NAME}.propagates.{propagates}")
    child.propagate = propagates

    assert has_level_handler(child) is expected


@pytest.mark.item("A19.5", "B15.2")
def test_a_handler_that_lets_nothing_through_is_none(new_logger: NewLogger) -> None:
    """A handler above the logger's level would lose messages, so that one is added."""
    logger = new_logger()
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.NullHandler(logging.CRITICAL))

    assert default_handler in create_logger(NAME, is_debug=False).handlers


@pytest.mark.item("B15.1")
@pytest.mark.parametrize(
    ("is_debug", "level", "expected"),
    [
        (True, logging.NOTSET, logging.DEBUG),
        (True, logging.ERROR, logging.ERROR),
        (False, logging.NOTSET, logging.NOTSET),
    ],
)
def test_debug_mode_shows_more(
    new_logger: NewLogger, is_debug: bool, level: int, expected: int
) -> None:
    """In debug mode everything is logged, unless a level was set."""
    new_logger().setLevel(level)

    assert create_logger(NAME, is_debug=is_debug).level == expected


@pytest.mark.item("A19.3", "A19.4", "B15.3")
def test_messages_go_to_the_error_stream_of_the_request(new_logger: NewLogger) -> None:
    """Inside of a request the server's error stream is written to (PEP 3333)."""
    new_logger()
    logger, errors = create_logger(NAME, is_debug=False), io.StringIO()
    with make_app().test_request_context(errors_stream=errors):
        logger.error("inside")

    assert re.fullmatch(r"\[[\d\- :,]+\] ERROR in test_logs: inside\n", errors.getvalue())


@pytest.mark.item("A19.4", "B15.3")
def test_the_error_stream_is_there_for_any_handler(new_logger: NewLogger) -> None:
    """A handler of one's own that writes to the error stream follows the request as well."""
    logger = new_logger()
    logger.addHandler(logging.StreamHandler(wsgi_errors_stream))
    one, other = io.StringIO(), io.StringIO()
    for stream in (one, other):
        with make_app().test_request_context(errors_stream=stream):
            logger.error("inside")

    assert (one.getvalue(), other.getvalue()) == ("inside\n", "inside\n")


@pytest.mark.item("A19.4", "B15.3")
def test_messages_go_to_standard_error_elsewhere(
    new_logger: NewLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside of a request, and in a command, standard error is written to."""
    new_logger()
    logger = create_logger(NAME, is_debug=False)
    logger.error("outside")
    with make_app().app_context():
        logger.error("in a command")

    assert [line.rpartition(": ")[2] for line in capsys.readouterr().err.splitlines()] == [
        "outside",
        "in a command",
    ]
