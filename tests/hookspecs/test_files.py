"""The files of a form that was sent without them."""

from __future__ import annotations

import io

import pytest

from pegboard import Pegboard, request
from pegboard_hookspecs.errors import FilesNotSentError

pytestmark = pytest.mark.needs("routing")


@pytest.fixture
def app() -> Pegboard:
    """An application in debug mode with a form for a file."""
    app = Pegboard(__name__, static_folder=None)
    app.debug = True

    @app.post("/")
    def upload() -> str:
        return request.files["picture"].filename or ""

    return app


def test_a_form_without_its_encoding_is_explained(app: Pegboard) -> None:
    """The error says which name, how the form was sent, and what its tag lacks; see RFC 7578."""
    with pytest.raises(FilesNotSentError) as caught:
        app.test_client().post("/", data={"picture": "cat.png"})

    said = str(caught.value)
    assert "request.files has no 'picture'" in said
    assert "'application/x-www-form-urlencoded'" in said
    assert "'cat.png'" in said
    assert "enctype='multipart/form-data'" in said
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, AssertionError)


def test_a_name_that_is_nowhere_is_a_bad_request(app: Pegboard) -> None:
    """What the form does not have at all is a 400 as ever."""
    app.config["TRAP_BAD_REQUEST_ERRORS"] = False

    assert app.test_client().post("/", data={"other": "x"}).status_code == 400


def test_files_that_were_sent_are_there(app: Pegboard) -> None:
    """A form with its encoding has its files, in debug mode as ever."""
    sent = {"picture": (io.BytesIO(b"x"), "cat.png")}

    assert app.test_client().post("/", data=sent).text == "cat.png"


def test_without_debug_mode_nothing_is_explained(app: Pegboard) -> None:
    """Visitors get a 400."""
    app.debug = False

    assert app.test_client().post("/", data={"picture": "cat.png"}).status_code == 400
