"""Routing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, Rule
from werkzeug.test import TestResponse

from pegboard import Blueprint, Pegboard, g, request, session, url_for
from pegboard_hookspecs.errors import BuildError, RegistrationError
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing", "json", "errors")

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]


def _call(app: Pegboard, path: str = "/", method: str = "GET", **options: Any) -> TestResponse:
    answer: TestResponse = app.test_client().open(path, method=method, **options)
    return answer


def _show(name: str) -> str:
    return f"name {name}"


def _allowed(app: Pegboard, path: str = "/") -> set[str]:
    """Give the methods that a URL can be asked with."""
    codes = {method: _call(app, path, method).status_code for method in METHODS}
    return {method for method, code in codes.items() if code == 200}


# A3.1


@pytest.mark.item("A3.1")
@pytest.mark.parametrize("word", ["get", "post", "put", "delete", "patch"])
@pytest.mark.parametrize("owner", [make_app, make_blueprint], ids=["app", "blueprint"])
def test_a_word_for_each_method(owner: Callable[[], Pegboard | Blueprint], word: str) -> None:
    """A shortcut registers a view for its method, gives it back, and takes no other methods."""
    scaffold, app = owner(), make_app()
    decorate: Callable[..., Any] = getattr(scaffold, word)

    assert decorate("/page")(say) is say
    with pytest.raises(TypeError, match=rf"{word}\(\) sets the method itself. Use route"):
        decorate("/other", methods=["GET"])
    if isinstance(scaffold, Blueprint):
        app.register_blueprint(scaffold)
        scaffold = app
    assert _call(scaffold, "/page", word.upper()).text == "said"


@pytest.mark.item("A3.1")
def test_route_takes_options_and_gives_the_view_back() -> None:
    """The decorator ``route`` takes what ``add_url_rule`` does; there is no word for HEAD."""
    app = make_app()

    assert app.route("/", methods=["GET", "PUT"], endpoint="home")(say) is say
    assert _call(app, "/", "PUT").text == "said"
    assert [route.endpoint for route in app.routes] == ["home"]
    assert not hasattr(app, "head")
    assert not hasattr(app, "options")


# A3.2


@pytest.mark.item("A3.2")
def test_arguments_may_be_given_by_position() -> None:
    """Rule, endpoint, view and automatic OPTIONS are taken in this order."""
    app = make_app()
    app.add_url_rule("/", "home", say, False)

    assert _allowed(app) == {"GET", "HEAD"}


@pytest.mark.item("A3.2")
def test_options_of_rules() -> None:
    """A rule may redirect, be for building only, be an alias, or be for WebSockets."""
    app = make_app()
    app.add_url_rule("/new/<name>", "new", _show)
    app.add_url_rule("/old/<name>", "old", redirect_to="/new/<name>")
    app.add_url_rule("/built", "built", build_only=True)
    app.add_url_rule("/short", "page", say)
    app.add_url_rule("/long", "page", say, alias=True)
    app.add_url_rule("/socket", "socket", say, websocket=True)
    app.add_url_rule("/loose/", "loose", say, strict_slashes=False)
    app.add_url_rule("/a//b", "double", say, merge_slashes=False)
    paths = ["/old/x", "/built", "/long", "/loose", "/a//b", "/socket"]

    assert [_call(app, path).status_code for path in paths] == [308, 404, 308, 200, 200, 400]
    handshake = {"Connection": "Upgrade", "Upgrade": "websocket"}
    assert _call(app, "/socket", headers=handshake).status_code == 200
    with app.test_request_context():
        assert [url_for("built"), url_for("socket")] == ["/built", "ws://localhost/socket"]


@pytest.mark.item("A3.2")
def test_an_unknown_option_is_refused() -> None:
    """A misspelt option is an error that names those there are."""
    with pytest.raises(RegistrationError, match=r"unknown option 'method'.*endpoint and methods"):
        make_app().add_url_rule("/", "home", say, method="GET")


# A3.3


@pytest.mark.item("A3.3")
def test_an_endpoint_is_the_name_of_its_function() -> None:
    """Without an endpoint the function's name is taken; with neither it is an error."""
    app = make_app()
    app.add_url_rule("/", view_func=say)

    assert app.view_functions == {"say": say}
    with pytest.raises(AssertionError, match="has no endpoint"):
        app.add_url_rule("/other")


# A3.4


def _view(**attributes: Any) -> Callable[[], str]:
    def view() -> str:
        return "said"

    vars(view).update(attributes)
    return view


@pytest.mark.item("A3.4")
@pytest.mark.parametrize(
    ("attributes", "options", "allowed"),
    [
        ({}, {}, {"GET", "HEAD", "OPTIONS"}),
        ({}, {"methods": ["post"]}, {"POST", "OPTIONS"}),
        ({}, {"methods": {"GET", "PUT"}}, {"GET", "HEAD", "PUT", "OPTIONS"}),
        ({"methods": ["PUT"]}, {}, {"PUT", "OPTIONS"}),
        ({"methods": ["PUT"]}, {"methods": ["POST"]}, {"POST", "OPTIONS"}),
        ({"required_methods": ["DELETE"]}, {}, {"GET", "HEAD", "DELETE", "OPTIONS"}),
        ({"required_methods": ["DELETE"]}, {"methods": ["PUT"]}, {"PUT", "DELETE", "OPTIONS"}),
    ],
    ids=[
        *("nothing", "argument", "several", "of the view", "both", "required", "required besides"),
    ],
)
def test_methods_of_a_route(
    attributes: dict[str, Any], options: dict[str, Any], allowed: set[str]
) -> None:
    """Methods come from the argument, or the function, or are GET; HEAD goes with GET."""
    app = make_app()
    app.add_url_rule("/", "home", _view(**attributes), **options)

    assert _allowed(app) == allowed


@pytest.mark.item("A3.4")
def test_methods_are_a_list() -> None:
    """One string is refused: its letters would be taken for methods."""
    with pytest.raises(TypeError, match=r"must be a list of strings, like \['POST'\]"):
        make_app().add_url_rule("/", "home", say, methods="POST")


# A3.5


@pytest.mark.item("A3.5")
@pytest.mark.parametrize(
    ("attributes", "options", "setting", "body"),
    [
        ({}, {}, True, b""),
        ({}, {}, False, None),
        ({}, {"provide_automatic_options": True}, False, b""),
        ({}, {"provide_automatic_options": False}, True, None),
        ({"provide_automatic_options": False}, {}, True, None),
        ({"provide_automatic_options": False}, {"provide_automatic_options": True}, True, b""),
        ({}, {"methods": ["GET", "OPTIONS"]}, True, b"said"),
    ],
    ids=str,
)
def test_who_answers_options(
    attributes: dict[str, Any], options: dict[str, Any], setting: bool, body: bytes | None
) -> None:
    """The argument decides, then the function, then the methods and the setting."""
    app = make_app(config={"PROVIDE_AUTOMATIC_OPTIONS": setting})
    app.add_url_rule("/", "home", _view(**attributes), **options)
    answer = _call(app, "/", "OPTIONS")

    assert answer.status_code == (405 if body is None else 200)
    assert body is None or answer.data == body


# A3.6


@pytest.mark.item("A3.6")
@pytest.mark.standard("routing")
def test_a_rule_and_its_view_may_be_added_apart() -> None:
    """``endpoint`` ties a view to a rule that stands elsewhere, in the engine's own map too."""
    app = make_app()
    app.add_url_rule("/own", "own")
    app.slot("routing").native.add(Rule("/foreign/<int:number>", endpoint="foreign"))

    @app.endpoint("own")
    @app.endpoint("foreign")
    def view(number: int = 0) -> str:
        return f"{request.method} {request.endpoint} {number}"

    assert _call(app, "/own").text == "GET own 0"
    assert _call(app, "/foreign/7", "OPTIONS").text == "OPTIONS foreign 7"


# A3.7


@pytest.mark.item("A3.7")
def test_an_endpoint_has_one_view() -> None:
    """Another function for an endpoint is refused by its name; the same one is fine."""
    app = make_app()
    app.add_url_rule("/a", "home", say)
    app.add_url_rule("/b", "home", say)

    with pytest.raises(AssertionError, match="The endpoint 'home' would be overwritten"):
        app.add_url_rule("/c", "home", _view())
    assert [_call(app, path).status_code for path in ("/a", "/b", "/c")] == [200, 200, 404]


# A3.8


@pytest.mark.item("A3.8")
@pytest.mark.parametrize(
    ("rule", "path", "value"),
    [
        ("/<x>", "/a b", "a b"),
        ("/<x>", "/a/b", None),
        ("/<string(length=2):x>", "/ab", "ab"),
        ("/<string(minlength=2):x>", "/a", None),
        ("/<string(maxlength=2):x>", "/abc", None),
        ("/<int:x>", "/12", 12),
        ("/<int:x>", "/-1", None),
        ("/<int(signed=True):x>", "/-1", -1),
        ("/<int(min=3):x>", "/2", None),
        ("/<float:x>", "/1.5", 1.5),
        ("/<path:x>", "/a/b", "a/b"),
        ("/<any(a, b):x>", "/b", "b"),
        ("/<any(a, b):x>", "/c", None),
        ("/<uuid:x>", f"/{UUID(int=1)}", UUID(int=1)),
    ],
)
def test_converters(rule: str, path: str, value: object) -> None:
    """A converter decides whether a part of the path fits, and what the view gets."""
    app, got = make_app(), list[object]()

    def view(x: object) -> str:
        got.append(x)
        return url_for("view", x=x)

    app.add_url_rule(rule, "view", view)
    answer = _call(app, path)

    assert got == ([] if value is None else [value])
    assert answer.status_code == (404 if value is None else 200)
    assert value is None or answer.text == path.replace(" ", "%20")


@pytest.mark.item("A3.8")
def test_a_converter_of_ones_own() -> None:
    """A subclass of Werkzeug's converter is added by a name, and converts both ways."""

    class Words(BaseConverter):
        """Words that are joined by plus signs."""

        def to_python(self, value: str) -> list[str]:
            return value.split("+")

        def to_url(self, value: list[str]) -> str:
            return "+".join(value)

    app = make_app()
    app.add_converter("words", Words)

    @app.get("/<words:tags>")
    def tagged(tags: list[str]) -> str:
        return url_for("tagged", tags=[*tags, "c"])

    assert _call(app, "/a+b").text == "/a+b+c"


@pytest.mark.item("A3.8", "B1.4")
@pytest.mark.needs("sessions")
def test_a_converter_may_read_the_session() -> None:
    """While a URL is matched the request is current, and its session can be opened."""

    class OfVisitor(BaseConverter):
        """Puts the visitor's name before the value."""

        def to_python(self, value: str) -> str:
            return f"{session.get('name', 'nobody')} {value}"

    app = make_app(config={"SECRET_KEY": "k" * 32})
    app.add_converter("mine", OfVisitor)
    app.add_url_rule("/<mine:name>", "show", _show)
    client = app.test_client()
    with client.session_transaction() as visitor:
        visitor["name"] = "ada"

    assert client.get("/page").text == "name ada page"


# A3.9


@pytest.mark.item("A3.9")
@pytest.mark.parametrize(
    ("path", "target"),
    [("/docs?a=1", "/docs/?a=1"), ("/a//b", "/a/b"), ("/docs", "/docs/")],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_ways_to_write_a_path_are_redirected(path: str, target: str, method: str) -> None:
    """A missing or doubled slash is a 308, with which clients keep method, query and body."""
    app = make_app()

    def show() -> str:
        return request.get_data(as_text=True)

    app.add_url_rule("/docs/", "docs", show, methods=["GET", "POST"])
    app.add_url_rule("/a/b", "page", show, methods=["GET", "POST"])
    answer = _call(app, path, method, data="body")

    assert (answer.status_code, answer.location) == (308, f"http://localhost{target}")
    assert _call(app, path, method, data="body", follow_redirects=True).text == "body"


@pytest.mark.item("A3.9")
def test_a_slash_too_many_is_a_miss() -> None:
    """A rule without a slash at its end does not answer with one."""
    app = make_app()
    app.add_url_rule("/docs", "docs", say)

    assert _call(app, "/docs/").status_code == 404


# A3.10


@pytest.mark.item("A3.10")
def test_a_default_has_a_shorter_url() -> None:
    """A value that another rule has as its default is redirected to that one's shorter URL."""
    app = make_app()

    def show(page: int) -> str:
        return f"page {page} at {url_for('show', page=page)}"

    app.add_url_rule("/pages/", "show", show, defaults={"page": 1})
    app.add_url_rule("/pages/<int:page>", "show", show)

    assert _call(app, "/pages/").text == "page 1 at /pages/"
    assert _call(app, "/pages/2").text == "page 2 at /pages/2"
    assert _call(app, "/pages/1").location == "http://localhost/pages/"


# A3.11


@pytest.mark.item("A3.11")
@pytest.mark.parametrize(
    ("host", "matched", "unmatched"),
    [
        ("example.org", "main", "main"),
        ("api.example.org", "api", "main"),
        ("ada.example.org", "name ada", "main"),
    ],
)
def test_subdomains_are_matched_where_that_is_asked_for(
    host: str, matched: str, unmatched: str
) -> None:
    """With ``subdomain_matching`` the host in front of ``SERVER_NAME`` chooses the route."""
    texts: list[str] = []
    for is_matching in (True, False):
        app = make_app(subdomain_matching=is_matching, config={"SERVER_NAME": "example.org"})
        app.add_url_rule("/", "main", lambda: "main")
        app.add_url_rule("/", "api", lambda: "api", subdomain="api")
        app.add_url_rule("/", "user", _show, subdomain="<name>")
        texts.append(_call(app, headers={"Host": host}).text)

    assert texts == [matched, unmatched]


@pytest.mark.item("A3.11")
def test_whole_hosts_are_matched() -> None:
    """With ``host_matching`` a rule names its host; its subdomain is not looked at."""
    app = make_app(host_matching=True)
    app.add_url_rule("/", "one", lambda: "one", host="one.example")
    app.add_url_rule("/", "two", _show, host="<name>.two.example")
    hosts = ["one.example", "a.two.example", "three.example"]
    answers = [_call(app, headers={"Host": host}) for host in hosts]

    assert [answer.text for answer in answers[:2]] == ["one", "name a"]
    assert answers[2].status_code == 404


# A3.12


@pytest.mark.item("A3.12")
def test_values_of_urls_are_taken_out_and_put_in() -> None:
    """Functions of app and blueprint change the values of a URL, read and built, in place."""
    app, shop = make_app(), make_blueprint(url_prefix="/<language>")

    @shop.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        assert values is not None
        g.language = values.pop("language")

    @shop.url_defaults
    def put(endpoint: str, values: dict[str, Any]) -> None:
        values.setdefault("language", g.language)

    @shop.get("/cart")
    def cart() -> str:
        return f"{g.language} {url_for('.cart')} {url_for('.cart', language='fr')}"

    app.register_blueprint(shop)

    assert _call(app, "/de/cart").text == "de /de/cart /fr/cart"


@pytest.mark.item("A3.12", "B1.5")
def test_a_preprocessor_is_told_that_nothing_matched() -> None:
    """Where no route matched it gets None twice."""
    app, told = make_app(), list[object]()

    @app.url_value_preprocessor
    def note(endpoint: str | None, values: dict[str, Any] | None) -> None:
        told.append((endpoint, values))

    _call(app, "/nowhere")

    assert told == [(None, None)]


# A3.13


@pytest.mark.item("A3.13")
def test_a_url_that_cannot_be_built_may_be_answered_for() -> None:
    """Functions in a list are asked for a URL; None hands on to the next."""
    app = make_app()

    def none(error: BuildError, endpoint: str, values: dict[str, Any]) -> None:
        return None

    def other(error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        return f"https://cdn.example/{endpoint}/{values['name']}"

    app.url_build_error_handlers += [none, other]

    with app.test_request_context():
        assert url_for("picture", name="a.png") == "https://cdn.example/picture/a.png"


# A3.14


@pytest.mark.item("A3.14")
def test_a_request_knows_its_route() -> None:
    """When a context is pushed the request has route, values and endpoint, or its miss."""
    app = make_app()
    app.add_url_rule("/items/<int:number>", "item", say)

    with app.test_request_context("/items/3"):
        assert str(request.url_rule) == "/items/<int:number>"
        assert (request.endpoint, request.view_args) == ("item", {"number": 3})
        assert request.routing_exception is None
    for path, method, kind in (("/no", "GET", NotFound), ("/items/3", "PUT", MethodNotAllowed)):
        with app.test_request_context(path, method=method):
            assert (request.url_rule, request.endpoint, request.view_args) == (None, None, None)
            assert isinstance(request.routing_exception, kind)
