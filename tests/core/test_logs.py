"""The application's logger."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator

import pytest

from pegboard.logs import create_logger, default_handler
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


def test_a_logger_gets_a_handler(new_logger: NewLogger) -> None:
    """Where nobody configured logging, messages are written all the same."""
    new_logger()

    assert create_logger(NAME, is_debug=False).handlers == [default_handler]


def test_a_configured_logger_is_left_alone(new_logger: NewLogger) -> None:
    """A handler of the application's own, or of a parent, is enough."""
    logger, own = new_logger(), logging.NullHandler()
    logger.addHandler(own)
    create_logger(NAME, is_debug=False)
    child = create_logger(f"{NAME}.child", is_debug=False)

    assert (logger.handlers, child.handlers) == ([own], [])


def test_a_handler_that_lets_nothing_through_is_none(new_logger: NewLogger) -> None:
    """A handler above the logger's level would lose messages, so that one is added."""
    logger = new_logger()
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.NullHandler(logging.CRITICAL))

    assert default_handler in create_logger(NAME, is_debug=False).handlers


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


def test_messages_go_to_the_error_stream_of_the_request(new_logger: NewLogger) -> None:
    """Inside of a request the server's error stream is written to (PEP 3333)."""
    new_logger()
    logger, errors = create_logger(NAME, is_debug=False), io.StringIO()
    with make_app().test_request_context(errors_stream=errors):
        logger.error("inside")

    assert "ERROR in test_logs: inside" in errors.getvalue()


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
