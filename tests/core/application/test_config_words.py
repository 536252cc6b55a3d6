"""Settings as attributes of an application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pegboard_hookspecs.errors import ConfigurationError
from tests.core.site import make_app


@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("debug", "DEBUG", True),
        ("testing", "TESTING", False),
        ("secret_key", "SECRET_KEY", b"key"),
        ("permanent_session_lifetime", "PERMANENT_SESSION_LIFETIME", timedelta(hours=1)),
    ],
)
def test_an_attribute_is_a_setting(name: str, setting: str, value: object) -> None:
    """What is assigned to the attribute is the setting, and the other way round."""
    app = make_app()
    setattr(app, name, value)

    assert app.config[setting] == getattr(app, name) == value


def test_an_attribute_is_checked() -> None:
    """A wrong value is refused through the attribute too."""
    app: Any = make_app()

    with pytest.raises(ConfigurationError, match="DEBUG"):
        app.debug = "yes"


def test_a_number_is_a_lifetime_in_seconds() -> None:
    """A lifetime in seconds reads as a timedelta."""
    app = make_app()
    app.permanent_session_lifetime = 90

    assert app.permanent_session_lifetime == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("asked", "testing", "debug", "expected"),
    [
        (None, False, False, False),
        (None, True, False, True),
        (None, False, True, True),
        (False, True, True, False),
        (True, False, False, True),
    ],
)
def test_exceptions_come_out_where_it_is_asked_for(
    asked: bool | None, testing: bool, debug: bool, expected: bool
) -> None:
    """The setting decides; without it exceptions come out in test and debug mode."""
    app = make_app(config={"PROPAGATE_EXCEPTIONS": asked, "TESTING": testing, "DEBUG": debug})

    assert app.propagates_exceptions is expected


@pytest.mark.parametrize(
    ("setting", "age"), [(None, None), (60, 60), (timedelta(minutes=2), 120), (0, 0)]
)
def test_files_have_an_age(setting: object, age: int | None) -> None:
    """For how long a client may keep a file is set in seconds or as a timedelta."""
    app = make_app(config={"SEND_FILE_MAX_AGE_DEFAULT": setting})

    assert app.get_send_file_max_age("note.txt") == age
