"""The word ``session``, as applications use it."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

import pytest

from pegboard import Pegboard, session

pytestmark = pytest.mark.needs("json")


@pytest.fixture
def app() -> Pegboard:
    """Give an application that counts a visitor's visits."""
    app = Pegboard(__name__, static_folder=None)
    app.secret_key = "a key of no less than 32 bytes is needed"

    @app.get("/")
    def count() -> dict[str, object]:
        before = (session.new, session.modified, session.permanent)
        session["count"] = session.get("count", 0) + 1
        session.permanent = True
        return {
            "values": dict(session),
            "before": before,
            "after": (session.new, session.modified, session.permanent),
            "accessed": session.accessed,
        }

    return app


@pytest.mark.item("A8.1")
def test_the_session_is_a_mapping_with_four_attributes(app: Pegboard) -> None:
    """Values are kept by key; the attributes tell where the session comes from and goes to."""
    client = app.test_client()

    first, second = client.get("/").json, client.get("/").json

    assert (first["values"], first["accessed"]) == ({"_permanent": True, "count": 1}, True)
    assert (first["before"], first["after"]) == ([True, False, False], [True, True, True])
    assert (second["values"], second["accessed"]) == ({"_permanent": True, "count": 2}, True)
    assert (second["before"], second["after"]) == ([False, False, True], [False, True, True])


@pytest.mark.item("A8.1")
def test_the_word_stands_for_a_mutable_mapping(app: Pegboard) -> None:
    """``session`` is to be used as a dictionary is, and knows what it stands for."""
    word: Any = session

    with app.test_request_context():
        session.update(a=1, b=2)
        del session["a"]

        assert isinstance(session, MutableMapping)
        assert (len(session), "b" in session, list(session)) == (1, True, ["b"])
        assert word._get_current_object() is cast("Any", session)._get_current_object()
