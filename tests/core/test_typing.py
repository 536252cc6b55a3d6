"""``pegboard.typing``: names for the types of what applications register and return."""

from __future__ import annotations

import pytest

from pegboard import Pegboard, typing


@pytest.mark.parametrize("name", typing.__all__)
def test_the_names_are_there_at_run_time(name: str) -> None:
    """Annotations may be evaluated: every name stands for something."""
    assert getattr(typing, name) is not None


@pytest.mark.needs("routing")
def test_a_view_may_be_annotated() -> None:
    """A view says what it returns by these names, and is a view like any."""
    app = Pegboard(__name__, static_folder=None)

    @app.get("/")
    def view() -> typing.ResponseReturnValue:
        return "body", 201, {"X-A": "b"}

    answer = app.test_client().get("/")

    assert (answer.status_code, answer.headers["X-A"]) == (201, "b")
