"""The application that is at work."""

from __future__ import annotations

import pytest

from pegboard import current_app
from pegboard_hookspecs.errors import ContextError
from tests.core.site import make_app


def test_the_current_application_is_the_one_at_work() -> None:
    """``current_app`` stands for the application of the innermost context."""
    app = make_app()

    with app.app_context():
        assert current_app == app
        assert current_app.import_name == app.import_name


def test_outside_of_a_context_there_is_none() -> None:
    """Outside of any context the error says how to get one, and ``current_app`` is false."""
    with pytest.raises(ContextError, match=r"'current_app' was used at .*with app\.app_context"):
        _ = current_app.import_name

    assert not current_app
