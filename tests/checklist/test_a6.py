"""The request."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request as WerkzeugRequest

from pegboard import Pegboard, Request, Response, WSGIRequest, request
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing", "json", "errors")

MULTIPART = "multipart/form-data"

#: What Werkzeug's request has, as users of Flask know it.
MEMBERS = """
    accept_charsets accept_encodings accept_languages accept_mimetypes
    access_control_request_headers access_control_request_method access_route application args
    authorization base_url cache_control close content_encoding content_length content_md5
    content_type cookies data date files form
    from_values full_path get_data get_json headers host host_url if_match if_modified_since
    if_none_match if_range if_unmodified_since input_stream is_json is_multiprocess is_multithread
    is_run_once is_secure json make_form_data_parser max_forwards method mimetype mimetype_params
    origin path pragma query_string range referrer remote_addr remote_user root_path root_url scheme
    script_root server stream trusted_hosts url url_root user_agent values want_form_data_parsed
    environ
""".split()  # noqa: SIM905 - quotes would hide the names


# A6.1


@pytest.mark.item("A6.1")
def test_a_request_knows_its_blueprints() -> None:
    """A request for a nested blueprint knows the whole path, from the inside out."""
    app, shop, cellar = make_app(), make_blueprint(), make_blueprint("cellar")
    cellar.add_url_rule("/cellar", "page", say)
    shop.register_blueprint(cellar)
    app.register_blueprint(shop)
    app.add_url_rule("/", "page", say)

    with app.test_request_context("/cellar"):
        assert (request.endpoint, request.blueprint) == ("shop.cellar.page", "shop.cellar")
        assert request.blueprints == ["shop.cellar", "shop"]
    with app.test_request_context("/"):
        assert (request.endpoint, request.blueprint, request.blueprints) == ("page", None, [])
    with app.test_request_context("/nowhere"):
        assert (request.endpoint, request.blueprint, request.blueprints) == (None, None, [])


# A6.2


@pytest.mark.item("A6.2")
def test_nothing_is_known_before_routing() -> None:
    """A request that was not matched has None for everything; values and miss may be set."""
    asked = Request(path="/")

    assert (asked.url_rule, asked.view_args, asked.routing_exception) == (None, None, None)
    asked.view_args = {"a": 1}
    asked.routing_exception = KeyError()
    assert asked.view_args == {"a": 1}


# A6.3


@pytest.mark.item("A6.3", "B9.5")
@pytest.mark.parametrize(
    ("name", "setting", "default"),
    [
        ("max_content_length", "MAX_CONTENT_LENGTH", None),
        ("max_form_memory_size", "MAX_FORM_MEMORY_SIZE", 500_000),
        ("max_form_parts", "MAX_FORM_PARTS", 1_000),
    ],
)
def test_where_a_limit_comes_from(name: str, setting: str, default: int | None) -> None:
    """A limit is the request's own, else the application's, else Werkzeug's."""
    app = make_app(config={setting: 7})

    assert getattr(Request(), name) == default
    with app.test_request_context():
        assert getattr(request, name) == 7
    with app.test_request_context():
        setattr(request, name, 9)
        assert getattr(request, name) == 9


@pytest.mark.item("A6.3")
@pytest.mark.parametrize(
    ("setting", "value", "sent"),
    [
        ("MAX_CONTENT_LENGTH", 10, {"data": "x" * 11, "content_type": "text/plain"}),
        ("MAX_FORM_MEMORY_SIZE", 10, {"data": {"a": "x" * 11}, "content_type": MULTIPART}),
        ("MAX_FORM_PARTS", 1, {"data": {"a": "1", "b": "2"}, "content_type": MULTIPART}),
    ],
)
def test_a_limit_is_kept(setting: str, value: int, sent: dict[str, Any]) -> None:
    """What is over a limit is a 413 when it is read."""
    app = make_app(config={setting: value})

    @app.post("/")
    def view() -> str:
        return f"{len(request.form)}{len(request.get_data())}"

    assert app.test_client().post("/", **sent).status_code == 413
    app.config[setting] = 1_000
    assert app.test_client().post("/", **sent).status_code == 200


# A6.4, A6.5, A6.8


@pytest.fixture
def app() -> Pegboard:
    """Give an application that answers with the JSON it got."""
    app = make_app(config={"PROPAGATE_EXCEPTIONS": False})

    @app.post("/")
    def view() -> dict[str, object]:
        return {"got": request.get_json()}

    return app


@pytest.mark.item("A6.4")
def test_json_is_read_by_the_slot(app: Pegboard) -> None:
    """The module that reads a body is what the application has in the slot."""
    with app.test_request_context(
        method="POST", data='{"a": NaN}', content_type="application/json"
    ):
        assert request.json_module is app.json
        assert request.get_json(silent=True) is None, "the slot takes strict JSON only"


@pytest.mark.item("A6.5", "A6.8")
@pytest.mark.parametrize("debug", [False, True])
def test_malformed_json(app: Pegboard, debug: bool) -> None:
    """A malformed body is a 400, which says what is wrong with it in debug mode."""
    app.debug = debug
    headers = {"Accept": "text/plain"}
    answer = app.test_client().post(
        "/", data='{"a": ', content_type="application/json", headers=headers
    )

    assert answer.status_code == 400
    assert ("Failed to decode JSON" in answer.text) is debug


@pytest.mark.item("A6.5")
def test_what_malformed_json_is_answered_with() -> None:
    """A class of requests may give a value in place of what could not be read."""

    class Lenient(WSGIRequest):
        """A request that makes do with nothing."""

        def on_json_loading_failed(self, e: ValueError | None) -> Any:
            return {"failed": type(e).__name__}

    app = make_app()
    app.request_class = Lenient

    with app.test_request_context(method="POST", data="{", content_type="application/json"):
        assert request.get_json() == {"failed": "JSONDecodeError"}


@pytest.mark.item("A6.8")
@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("application/json", 200),
        ("application/vnd.shop+json; charset=utf-8", 200),
        ("text/plain", 415),
        ("", 415),
    ],
)
def test_json_is_declared(app: Pegboard, content_type: str, code: int) -> None:
    """Only a body that says so is read as JSON; any other is a 415."""
    answer = app.test_client().post("/", data='{"a": 1}', content_type=content_type)

    assert answer.status_code == code


@pytest.mark.item("A6.8")
def test_json_may_be_read_anyhow(app: Pegboard) -> None:
    """``force`` ignores the type, ``silent`` any failure; the value is kept."""
    with app.test_request_context(method="POST", data='{"a": 1}'):
        assert request.get_json(silent=True) is None
        value = request.get_json(force=True)
        assert value == {"a": 1}
        assert request.get_json(force=True) is value
        assert request.get_json(force=True, cache=False) is not value
    with app.test_request_context(method="POST", data="{"):
        assert request.get_json(force=True, silent=True) is None


# A6.6


@pytest.mark.item("A6.6")
@pytest.mark.parametrize("debug", [False, True])
def test_a_file_that_was_not_sent(debug: bool) -> None:
    """A form that forgot its encoding is explained while developing, and a 400 otherwise."""
    app = make_app()
    app.debug = debug

    @app.post("/")
    def view() -> str:
        return str(request.files["picture"].filename)

    client, form = app.test_client(), {"picture": "cat.png"}
    assert client.post("/", data={"picture": (io.BytesIO(b"x"), "cat.png")}).text == "cat.png"

    if debug:
        with pytest.raises(KeyError, match=r"'picture'.*urlencoded.*'cat.png'.*form-data"):
            client.post("/", data=form)
    else:
        assert client.post("/", data=form).status_code == 400


# A6.7


@pytest.mark.item("A6.7")
@pytest.mark.parametrize("name", MEMBERS)
def test_a_request_has_what_werkzeugs_has(name: str) -> None:
    """Each member of Werkzeug's request can be read."""
    with make_app().test_request_context("/a?b=1", method="POST", json={"a": 1}):
        assert hasattr(request, name)


@pytest.mark.item("A6.7")
def test_the_values_are_werkzeugs() -> None:
    """What members give is what Werkzeug makes of the same environ."""
    sent: dict[str, Any] = {
        "headers": {
            "Accept-Language": "de, en;q=0.5",
            "Cookie": "a=1; b=2",
            "X-Forwarded-For": "192.0.2.1",
            "If-None-Match": '"x"',
            "Range": "bytes=0-9",
            "User-Agent": "Test",
        },
        "auth": ("ada", "secret"),
    }
    names = [
        *("accept_languages", "access_route", "args", "authorization", "base_url", "cookies"),
        *("full_path", "host", "if_none_match", "is_secure", "path", "query_string", "range"),
        *("referrer", "remote_addr", "root_url", "url", "user_agent", "values"),
    ]

    with make_app().test_request_context("/a%20b?c=1&c=2", **sent):
        theirs = WerkzeugRequest(request.environ)
        for name in names:
            ours, wanted = getattr(request, name), getattr(theirs, name)
            assert str(ours) == str(wanted), name


@pytest.mark.item("A6.7")
def test_a_request_is_made_of_values() -> None:
    """The class has Werkzeug's two constructors of its own kind."""

    @WSGIRequest.application
    def application(asked: WerkzeugRequest) -> Response:
        return Response(f"said {asked.path}")

    asked = WSGIRequest.from_values("/x?a=1", method="PUT")

    assert (asked.method, asked.path, asked.args["a"]) == ("PUT", "/x", "1")
    assert Response.from_app(application, asked.environ).data == b"said /x"


@pytest.mark.item("A6.7")
def test_another_gateway_has_no_environ() -> None:
    """A request that came otherwise has everything but the environ and what is only there."""
    fields = Headers({"Host": "localhost", "Content-Type": "application/json"})
    asked = Request(path="/a", query_string=b"b=1", headers=fields, body=b"{}")
    asked.app = make_app()

    assert {name for name in MEMBERS if not hasattr(asked, name)} == {
        *("environ", "input_stream", "remote_user"),
        *("is_multiprocess", "is_multithread", "is_run_once"),
    }
