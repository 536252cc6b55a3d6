"""What is easy to miss about JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pegboard import Pegboard, jsonify, render_template_string, request, session
from pegboard_hookspecs import Application, hookimpl
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing", "json")


class Stamping:
    """A provider that leaves its stamp on whatever it writes and reads."""

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        return json.dumps({"written": value}).encode()

    @hookimpl
    def load_json(self, app: Application, data: str | bytes) -> Any:
        return {"read": json.loads(data)}


def _echo(app: Pegboard) -> Any:
    app.add_url_rule("/", "echo", lambda: jsonify(request.json), methods=["POST"])
    return app.test_client().post("/", data='{"b": 1, "a": 2}', content_type="application/json")


@pytest.mark.item("B16.1")
@pytest.mark.parametrize(
    ("debug", "body"),
    [(True, b'{\n  "a": [\n    1,\n    2\n  ]\n}\n'), (False, b'{"a":[1,2]}\n')],
    ids=["debug", "production"],
)
def test_people_get_lines(debug: bool, body: bytes) -> None:
    """In debug mode a response is for reading, otherwise for machines."""
    app = make_app(config={"DEBUG": debug})
    app.add_url_rule("/", "index", lambda: {"a": [1, 2]})

    assert app.test_client().get("/").data == body
    assert app.json.response(a=[1, 2]).data == body


@pytest.mark.item("B16.2")
def test_keys_are_sorted() -> None:
    """Keys that cannot be compared are an error, until keys are left as they come."""
    app = make_app()

    assert app.json.dumps({"b": 1, "a": 2}) == '{"a":2,"b":1}'
    with pytest.raises(TypeError, match=r"The keys of the dict .* set JSON_SORT_KEYS = False"):
        app.json.dumps({"b": 1, 2: 2})
    app.json.sort_keys = False
    assert app.json.dumps({"b": 1, 2: 2}) == '{"b":1,"2":2}'


@pytest.mark.item("B16.3")
@pytest.mark.needs("sessions", "templating")
def test_another_provider_is_used_throughout() -> None:
    """It reads bodies and writes answers and templates; the session does without it."""
    app = make_app(
        plugins={"json": Stamping}, config={"SECRET_KEY": "a key of no less than 32 bytes"}
    )

    @app.post("/view")
    def view() -> object:
        session["a"] = (1,)
        return [request.json]

    @app.get("/page")
    def page() -> str:
        return f"{render_template_string('{{ 1|tojson }}')} {session['a']}"

    client = app.test_client()
    sent = {"data": "1", "content_type": "application/json"}

    assert json.loads(_echo(app).data) == {"written": {"read": {"b": 1, "a": 2}}}
    assert json.loads(client.post("/view", **sent).data) == {"written": [{"read": 1}]}
    assert client.get("/page").text == '{"written": 1} (1,)'
