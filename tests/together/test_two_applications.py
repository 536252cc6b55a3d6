"""Two applications in one process do not meet."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard import Pegboard, current_app, g
from pegboard_hookspecs import Application, Response, hookimpl

pytestmark = pytest.mark.needs("routing")


class Signature:
    """Signs every response with the application's name, and counts what it signed."""

    def __init__(self) -> None:
        self.count = 0

    @hookimpl
    def process_response(self, app: Application, response: Response) -> None:
        self.count += 1
        response.headers["X-App"] = f"{app.name} {self.count}"


class PlainJSON:
    """A second provider of the slot, to be told apart from the default one."""

    @hookimpl
    def dump_json(self, value: Any) -> bytes:
        return b'"from the local provider"'

    @hookimpl
    def load_json(self, data: str | bytes) -> Any:
        return data


def make(name: str, **settings: Any) -> Pegboard:
    """Make an application that says its name."""
    app = Pegboard(name, root_path=".", static_folder=None, **settings)
    app.add_url_rule("/", "name", lambda: current_app.name)
    app.add_url_rule("/json", "json", lambda: {"a": 1})
    return app


def test_a_plugin_class_has_an_instance_per_application() -> None:
    """One class registered on two applications counts for each of them alone."""
    first, second = make("first"), make("second")
    first.register_plugin(Signature)
    second.register_plugin(Signature)
    first.test_client().get("/")

    answers = [app.test_client().get("/").headers["X-App"] for app in (first, second)]

    assert answers == ["first 2", "second 1"]


def test_a_plugin_of_one_application_is_none_of_the_other() -> None:
    """What one application registers does not touch the other's responses."""
    first, second = make("first"), make("second")
    first.register_plugin(Signature)

    assert "X-App" in first.test_client().get("/").headers
    assert "X-App" not in second.test_client().get("/").headers


@pytest.mark.needs("json")
def test_a_slot_is_filled_per_application() -> None:
    """Two applications can have different providers of one slot."""
    first, second = make("first", plugins={"json": PlainJSON}), make("second")

    assert first.test_client().get("/json").data == b'"from the local provider"\n'
    assert second.test_client().get("/json").data == b'{"a":1}\n'


def test_a_slot_can_be_off_in_one_of_them() -> None:
    """Switching a part off in one application leaves it on in the other."""
    off, on = make("off", plugins={"json": False}), make("on", plugins={"json": PlainJSON})

    assert not off.has_slot("json")
    assert on.has_slot("json")


def test_settings_are_each_applications_own() -> None:
    """A setting of one application is none of the other."""
    first, second = make("first"), make("second")
    first.config["SERVER_NAME"] = "first.example"

    assert second.config["SERVER_NAME"] is None


def test_a_request_inside_of_a_request_has_its_own_context() -> None:
    """A view that calls another application sees its own application again afterwards."""
    inner = make("inner")
    outer = make("outer")

    def call() -> str:
        g.who = "outer"
        answer = inner.test_client().get("/").text
        return f"{answer} in {current_app.name} {g.who}"

    outer.add_url_rule("/call", "call", call)

    assert outer.test_client().get("/call").text == "inner in outer outer"
