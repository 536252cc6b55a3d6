"""Forms, compared with what Flask makes of them."""

from __future__ import annotations

from typing import Any

import pytest

import pegboard_flask

flask = pytest.importorskip("flask", reason="needs Flask, to compare with")

FIELDS = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'


def _read(words: Any, body: bytes, kind: str) -> object:
    app = words.Flask("shop")
    app.config["MAX_FORM_PARTS"] = 2
    with app.test_request_context(method="POST", data=body, content_type=kind):
        request = words.request
        return list(request.form.items(multi=True)), list(request.files), request.get_data()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"a=1&b=%C3%A4+%FF&c&&=d", FIELDS, id="fields"),
        pytest.param(b"a=1&b=2&c=3&d=4", FIELDS, id="more fields than parts are allowed"),
        pytest.param(b"a=\xff", FIELDS, id="no UTF-8"),
        pytest.param(b"a=1", FIELDS + "; charset=latin-1", id="a parameter"),
        pytest.param(PART + b"--b--", PARTS, id="parts"),
        pytest.param(PART, PARTS, id="parts without an end"),
        pytest.param(b"words", PARTS, id="no parts"),
        pytest.param(PART, "multipart/form-data", id="no boundary"),
        pytest.param(b"a=1", "text/plain", id="another type"),
    ],
)
def test_a_form_is_read_as_flask_reads_it(body: bytes, kind: str) -> None:
    """Whatever a body holds, Flask's applications see the same of it."""
    assert _read(pegboard_flask, body, kind) == _read(flask, body, kind)


def test_too_many_parts_are_refused() -> None:
    """The limit of parts is Flask's as well."""
    app = pegboard_flask.Flask("shop")
    app.config["MAX_FORM_PARTS"] = 2
    app.add_url_rule("/", view_func=lambda: pegboard_flask.request.form, methods=["POST"])
    client = app.test_client()

    assert client.post("/", data=PART * 3 + b"--b--", content_type=PARTS).status_code == 413
    assert client.post("/", data=PART * 2 + b"--b--", content_type=PARTS).status_code == 200
