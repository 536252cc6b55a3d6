"""Class-based views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import pytest

from pegboard import Pegboard, Request, request
from pegboard.views import MethodView, View
from pegboard_hookspecs.errors import RegistrationError
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing")


class Greeting(View):
    """Greets whom the URL names."""

    def __init__(self, word: str = "Hello", *, mark: str = "") -> None:
        self.word = word
        self.mark = mark

    def dispatch_request(self, name: str = "you") -> Any:
        return f"{self.word}, {name}{self.mark}"


class Counting(View):
    """Says how often its instance has answered."""

    count = 0

    def dispatch_request(self) -> Any:
        self.count += 1
        return str(self.count)


class Shared(Counting):
    """Keeps one instance for all requests."""

    init_every_request = False


class Users(MethodView):
    """Reads and replaces users."""

    def get(self, number: int) -> Any:
        return f"got {number}"

    def put(self, number: int) -> Any:
        return f"put {number}", 201


def _routed(view_class: type[View], rule: str = "/", **options: Any) -> Pegboard:
    app = make_app()
    app.add_url_rule(rule, view_func=view_class.as_view("view"), **options)
    return app


def _text(app: Pegboard, method: str = "GET", path: str = "/") -> str:
    text: str = app.test_client().open(path, method=method).text
    return text


def _allowed(app: Pegboard, path: str = "/") -> set[str]:
    answer = app.test_client().options(path)
    return set(answer.allow)


# One method for all


@pytest.mark.item("A14.1")
def test_a_class_answers() -> None:
    """``dispatch_request`` is given the values of the URL by name."""
    assert _text(_routed(Greeting, "/<name>"), path="/Ada") == "Hello, Ada"


@pytest.mark.item("A14.1")
def test_instances_are_made_with_what_as_view_was_given() -> None:
    """What ``as_view`` is given beside the name goes to the constructor."""
    app = make_app()
    app.add_url_rule("/", view_func=Greeting.as_view("view", "Bye", mark="!"))

    assert _text(app) == "Bye, you!"


@pytest.mark.item("A14.1")
@pytest.mark.parametrize(("view_class", "texts"), [(Counting, ["1", "1"]), (Shared, ["1", "2"])])
def test_an_instance_lasts_for_a_request(view_class: type[View], texts: list[str]) -> None:
    """Each request has an instance of its own, unless the class wants one for all of them."""
    app = _routed(view_class)

    assert [_text(app), _text(app)] == texts


@pytest.mark.item("A14.1")
def test_a_class_says_which_methods_it_answers() -> None:
    """``methods`` of the class are its routes'; a route may have its own."""

    class Posted(Counting):
        methods = ("post", "PATCH")

    app = _routed(Posted)
    app.add_url_rule("/own", "own", Posted.as_view("own"), methods=["PUT"])

    assert _allowed(app) == {"POST", "PATCH", "OPTIONS"}
    assert _allowed(app, "/own") == {"PUT", "OPTIONS"}


def test_a_class_without_methods_answers_get() -> None:
    """A class that says nothing of methods answers GET, and with it HEAD."""
    assert _allowed(_routed(Counting)) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.item("A14.1")
def test_a_class_may_answer_options_itself() -> None:
    """``provide_automatic_options`` of the class decides for its routes."""

    class Silent(Counting):
        provide_automatic_options = False

    class Own(Counting):
        methods = ("OPTIONS",)

        def dispatch_request(self) -> Any:
            return "own"

    assert make_status(Silent, "OPTIONS") == 405
    assert _text(_routed(Own), "OPTIONS") == "own"


def make_status(view_class: type[View], method: str) -> int:
    """Give the status of the answer to a method."""
    status: int = _routed(view_class).test_client().open("/", method=method).status_code
    return status


def _adding(text: str) -> Callable[[Any], Any]:
    def decorate(view: Callable[..., str]) -> Callable[..., str]:
        def decorated(**values: Any) -> str:
            return f"{text}({view(**values)})"

        return decorated

    return decorate


class Decorated(Greeting):
    """Is decorated twice."""

    decorators = (_adding("inner"), _adding("outer"))


@pytest.mark.item("A14.1", "A14.2")
def test_decorators_surround_the_view() -> None:
    """Decorators are put around the view in the order of the list, the first innermost."""
    assert _text(_routed(Decorated)) == "outer(inner(Hello, you))"


def test_a_decorator_must_give_a_function() -> None:
    """A decorator that forgets to return something is refused with its place."""

    def forgetful(view: Any) -> None:
        """Forget the view."""

    class Forgotten(Greeting):
        decorators = (forgetful,)

    with pytest.raises(RegistrationError, match=rf"Forgotten \({__file__}:\d+\) returned None.*"):
        Forgotten.as_view("view")
    with pytest.raises(RegistrationError, match=rf"forgetful.*, at {__file__}:\d+\. Let it return"):
        Forgotten.as_view("view")


def test_a_class_must_say_how_it_answers() -> None:
    """A class without ``dispatch_request`` is an error that names it."""

    class Mute(View):
        pass

    with pytest.raises(NotImplementedError, match=r"Mute .* has no dispatch_request"):
        _text(_routed(Mute))


# The function


@pytest.mark.item("A14.2")
@pytest.mark.parametrize("view_class", [Greeting, Decorated, Shared, Users])
def test_the_function_describes_its_class(view_class: type[View]) -> None:
    """The function has the given name, and its class's documentation, module and methods."""
    view: Any = view_class.as_view("view")

    assert (view.__name__, view.__doc__, view.__module__) == ("view", view_class.__doc__, __name__)
    assert (view.view_class, view.methods) == (view_class, view_class.methods)
    assert view.provide_automatic_options is None


@pytest.mark.item("A14.2")
@pytest.mark.parametrize(
    ("view_class", "expected"),
    [(Greeting, "Hello, Bob"), (Decorated, "outer(inner(Hello, Bob))"), (Shared, "1")],
)
def test_the_class_may_be_exchanged(view_class: type[View], expected: str) -> None:
    """``view_class`` may be exchanged where instances are made for each request."""

    class ToBob(Greeting):
        def dispatch_request(self, name: str = "Bob") -> Any:
            return super().dispatch_request(name)

    app = _routed(view_class)
    view: Any = app.view_functions["view"]
    view.view_class = ToBob

    assert _text(app) == expected


def test_a_decorator_sees_a_named_function() -> None:
    """What decorates a view sees the name that it has."""
    seen: list[str] = []

    def look(view: Any) -> Any:
        seen.append(view.__name__)
        return view

    class Looked(Greeting):
        decorators = (look,)

    Looked.as_view("view")

    assert seen == ["view"]


# One method each


@pytest.mark.item("A14.3")
@pytest.mark.parametrize(("method", "text"), [("GET", "got 3"), ("PUT", "put 3"), ("HEAD", "")])
def test_a_handler_answers_its_method(method: str, text: str) -> None:
    """The method of the class that has the request's name answers; HEAD falls back to ``get``."""
    answer = _routed(Users, "/<int:number>").test_client().open("/3", method=method)

    assert answer.text == text
    assert answer.content_length == 5


@pytest.mark.item("A14.3")
def test_methods_are_those_of_handlers() -> None:
    """A class answers the methods it has handlers for, and no others."""
    app = _routed(Users, "/<int:number>")

    assert _allowed(app, "/3") == {"GET", "HEAD", "PUT", "OPTIONS"}
    assert app.test_client().post("/3").status_code == 405


class Deleting:
    """Brings a handler, and is no view itself."""

    def delete(self, number: int) -> Any:
        return f"deleted {number}"


class Everything(Deleting, Users):
    """Has handlers of its own and from its bases."""

    def post(self, number: int) -> Any:
        return f"posted {number}"


class Narrowed(Everything):
    """Answers less than it could."""

    methods = ("GET",)


class WidenedAgain(Narrowed):
    """Adds a handler to what its base answers."""

    def trace(self, number: int) -> Any:
        return f"traced {number}"


@pytest.mark.item("A14.3")
@pytest.mark.parametrize(
    ("view_class", "methods"),
    [
        (Users, {"GET", "PUT"}),
        (Everything, {"DELETE", "GET", "POST", "PUT"}),
        (Narrowed, ("GET",)),
        (WidenedAgain, {"DELETE", "GET", "POST", "PUT", "TRACE"}),
        (MethodView, None),
        (type("Empty", (MethodView,), {}), None),
    ],
)
def test_methods_are_gathered(view_class: type[View], methods: object) -> None:
    """Methods come from a class's handlers and its bases, unless it sets them itself."""
    assert view_class.methods == methods


@pytest.mark.item("A14.3")
def test_a_class_may_answer_head_itself() -> None:
    """A ``head`` of the class goes before its ``get``."""

    class Headed(Users):
        def head(self, number: int) -> Any:
            return "", {"X-From": f"head {number}"}

    answer = _routed(Headed, "/<int:number>").test_client().head("/3")

    assert answer.headers["X-From"] == "head 3"


@pytest.mark.item("A14.3")
def test_a_handler_for_options_goes_before_the_automatic_one() -> None:
    """A class with ``options`` answers OPTIONS itself."""

    class Answering(Users):
        def options(self, number: int) -> Any:
            return f"options of {number}"

    assert _text(_routed(Answering, "/<int:number>"), "OPTIONS", "/3") == "options of 3"


@pytest.mark.item("A14.3")
def test_a_missing_handler_is_named() -> None:
    """A route that answers a method without a handler is an error with class, method and cure."""
    app = _routed(Users, "/<int:number>", methods=["POST"])

    with pytest.raises(AssertionError, match=rf"Users \({__file__}:\d+\) has no method 'post'"):
        app.test_client().post("/3")


@pytest.mark.item("A14.3")
def test_a_class_without_handlers_is_named() -> None:
    """A class that handles nothing says so when it is asked."""
    empty = cast("type[View]", type("Empty", (MethodView,), {}))

    with pytest.raises(RegistrationError, match=r"Empty .* has no method 'get'.*GET /"):
        _text(_routed(empty))


def test_handlers_may_be_surrounded() -> None:
    """A class may do something around its handlers."""

    class Around(Users):
        def dispatch_request(self, *args: Any, **values: Any) -> Any:
            return f"<{super().dispatch_request(*args, **values)}>"

    assert _text(_routed(Around, "/<int:number>"), path="/3") == "<got 3>"


# Coroutines


class Awaited(MethodView):
    """Answers by coroutines and plainly."""

    async def get(self) -> Any:
        return f"{request.method} awaited"

    def post(self) -> Any:
        return "plain"


class AwaitedView(View):
    """Answers by a coroutine."""

    async def dispatch_request(self) -> Any:
        return f"{request.method} awaited"


@pytest.mark.item("A14.3")
@pytest.mark.parametrize(
    ("view_class", "method", "text"),
    [
        (Awaited, "GET", "GET awaited"),
        (Awaited, "POST", "plain"),
        (AwaitedView, "GET", "GET awaited"),
    ],
)
def test_handlers_may_be_coroutines(view_class: type[View], method: str, text: str) -> None:
    """Handlers may be ``async def``, each for itself."""
    assert _text(_routed(view_class), method) == text


def test_a_decorator_of_a_coroutine_awaits_it() -> None:
    """A decorator sees what the handler gives: a coroutine where it is ``async def``."""

    def shout(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        async def shouted(**values: Any) -> str:
            text: str = await view(**values)
            return text.upper()

        return shouted

    class Loud(AwaitedView):
        decorators = (shout,)

    assert _text(_routed(Loud)) == "GET AWAITED"


# Messages


class Broken(MethodView):
    """Returns what cannot be a response."""

    def get(self) -> Any:
        return None

    async def post(self) -> Any:
        return 5


class BrokenView(View):
    """Returns a tuple that is too long."""

    def dispatch_request(self) -> Any:
        return "a", 200, {}, "b"


@pytest.mark.parametrize(
    ("view_class", "method", "name", "complaint"),
    [
        (Broken, "GET", "Broken.get", "returned None"),
        (Broken, "HEAD", "Broken.get", "returned None"),
        (Broken, "POST", "Broken.post", "returned 5"),
        (BrokenView, "GET", "BrokenView.dispatch_request", "returned a tuple of 4"),
    ],
)
def test_a_bad_value_names_class_and_method(
    view_class: type[View], method: str, name: str, complaint: str
) -> None:
    """What cannot be a response names the class and method that returned it, and their place."""
    with pytest.raises(TypeError) as caught:
        _text(_routed(view_class), method)

    assert f"for the endpoint 'view' ({name} at {__file__}:" in str(caught.value)
    assert complaint in str(caught.value)


def test_a_clash_names_the_class() -> None:
    """Of two views for one endpoint a class-based one is named by its class's place."""
    app = _routed(Users, "/<int:number>")

    with pytest.raises(RegistrationError, match=rf"'view' would be .*{__file__}:\d+, and"):
        app.add_url_rule("/", "view", say)


@pytest.mark.parametrize(
    ("view", "what"),
    [(Users, "is the class Users"), (Users.as_view, "is Users.as_view, which was not called")],
    ids=["class", "as_view"],
)
def test_the_class_itself_is_no_view(view: Any, what: str) -> None:
    """A class where its function is due is refused at once, with the cure."""
    cure = r"Users\.as_view\('users'\)"

    with pytest.raises(RegistrationError, match=rf"view of '/' .* {what}.*{cure}"):
        make_app().add_url_rule("/", "users", view)
    with pytest.raises(RegistrationError, match=rf"view of the endpoint 'users' {what}.*{cure}"):
        make_app().endpoint("users")(view)


# Elsewhere


def test_a_blueprint_has_class_based_views() -> None:
    """A class-based view of a blueprint is like any view of it."""
    app, shop = make_app(), make_blueprint(url_prefix="/shop")
    shop.add_url_rule("/<int:number>", view_func=Users.as_view("users"))
    app.register_blueprint(shop)

    assert _text(app, path="/shop/3") == "got 3"
    with app.test_request_context():
        assert app.url_for("shop.users", number=3) == "/shop/3"


def test_a_plugin_sees_which_class_answers() -> None:
    """The view of a request, in ``view_functions``, tells its class."""
    app = _routed(Users, "/<int:number>")
    seen: list[type] = []

    @app.hookimpl
    def preprocess(app: Pegboard, request: Request) -> None:
        view: Any = app.view_functions[str(request.endpoint)]
        seen.append(view.view_class)

    _text(app, path="/3")

    assert seen == [Users]
