"""What is easy to miss about blueprints (B6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard import Blueprint, Pegboard, render_template, request, url_for
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing")


def _noting(order: list[str], text: str) -> Callable[..., Any]:
    def note(value: Any = None) -> Any:
        order.append(text)
        return value

    return note


def _nested() -> tuple[Pegboard, Blueprint, Blueprint]:
    """Give an application, and a blueprint that holds another, not registered yet."""
    outer = make_blueprint("outer", url_prefix="/outer")
    inner = make_blueprint("inner", url_prefix="/inner")
    outer.register_blueprint(inner)
    return make_app(), outer, inner


def _where() -> str:
    return f"{request.endpoint} in {request.blueprint}"


@pytest.mark.item("B6.1")
@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, "outer.inner.where in outer.inner"), ({"name": "o"}, "o.inner.where in o.inner")],
    ids=["own", "given"],
)
def test_names_are_dotted_paths(options: dict[str, Any], expected: str) -> None:
    """Endpoints and blueprints have dotted names; a given name replaces the blueprint's own."""
    app, outer, inner = _nested()
    inner.add_url_rule("/", "where", _where)
    app.register_blueprint(outer, **options)

    assert app.test_client().get("/outer/inner/").text == expected


@pytest.mark.item("B6.2")
@pytest.mark.parametrize(
    ("prefix", "given", "rule", "url"),
    [
        ("/shop", None, "/x", "/shop/x"),
        ("/shop/", None, "/x", "/shop/x"),
        ("/shop", None, "x", "/shop/x"),
        ("/shop", None, "", "/shop"),
        ("/shop", None, "/", "/shop/"),
        ("/shop", "/store", "/x", "/store/x"),
    ],
)
def test_prefixes_are_joined_by_one_slash(
    prefix: str, given: str | None, rule: str, url: str
) -> None:
    """Prefix and rule have one slash between them; the registration's prefix wins."""
    app, shop = make_app(), make_blueprint(url_prefix=prefix)
    shop.add_url_rule(rule, view_func=say)
    app.register_blueprint(shop, url_prefix=given)

    assert app.test_client().get(url).text == "said"


@pytest.mark.item("B6.2")
def test_prefixes_and_subdomains_combine() -> None:
    """A blueprint inside of another is below its prefix, and in front of its subdomain."""
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.org"})
    outer = make_blueprint("outer", url_prefix="/outer", subdomain="parent")
    inner = make_blueprint("inner", url_prefix="/inner", subdomain="child")
    inner.add_url_rule("/", "index", lambda: url_for(".index", _external=True))
    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    url = "http://child.parent.example.org/outer/inner/"

    assert app.test_client().get(url).text == url


@pytest.mark.item("B6.3")
def test_a_blueprint_may_be_registered_twice() -> None:
    """Under a second name routes and own functions are repeated, those for the app are not."""
    app, shop = make_app(), make_blueprint()
    order: list[str] = []
    shop.add_url_rule("/", "where", _where)
    shop.before_request(_noting(order, "own"))
    shop.before_app_request(_noting(order, "app"))
    app.register_blueprint(shop, url_prefix="/one")
    with pytest.raises(ValueError, match=r"'shop' is taken by this blueprint.*name="):
        app.register_blueprint(shop, url_prefix="/two")
    app.register_blueprint(shop, url_prefix="/two", name="second")

    assert app.test_client().get("/two/").text == "second.where in second"
    assert order == ["app", "own"]


@pytest.mark.item("B6.4")
def test_functions_surround_what_is_inside() -> None:
    """Functions before a view are called from outside in, those after it from inside out."""
    app, outer, inner = _nested()
    order: list[str] = []
    owners: dict[str, Pegboard | Blueprint] = {"app": app, "outer": outer, "inner": inner}
    for name, owner in owners.items():
        owner.before_request(_noting(order, f"before {name}"))
        owner.after_request(_noting(order, f"after {name}"))
        owner.teardown_request(_noting(order, f"end {name}"))
    inner.add_url_rule("/", "index", say)
    app.register_blueprint(outer)
    app.test_client().get("/outer/inner/")

    assert order == [
        *("before app", "before outer", "before inner"),
        *("after inner", "after outer", "after app"),
        *("end inner", "end outer", "end app"),
    ]


@pytest.mark.item("B6.5")
def test_a_rule_goes_before_the_registration() -> None:
    """The defaults of a rule win over those of the registration."""
    app, shop = make_app(), make_blueprint()
    show = "{a} {b}".format
    shop.add_url_rule("/", "index", show, defaults={"b": "rule"})
    app.register_blueprint(shop, url_defaults={"a": "registration", "b": "registration"})

    assert app.test_client().get("/").text == "registration rule"


@pytest.mark.item("B6.6")
def test_a_leading_dot_is_the_whole_path() -> None:
    """A relative endpoint is one of the current blueprint, however deep that is."""
    app, outer, inner = _nested()
    for owner in (app, outer, inner):
        owner.add_url_rule("/index", "index", lambda: url_for(".index"))
    app.register_blueprint(outer)
    client = app.test_client()
    paths = ["/index", "/outer/index", "/outer/inner/index"]

    assert [client.get(path).text for path in paths] == paths


@pytest.mark.needs("templating")
@pytest.mark.item("B6.7")
def test_the_application_goes_before_its_blueprints(tmp_path: Path) -> None:
    """Of templates with one name the application's is taken, then that of the first blueprint."""
    files = {"templates": "a", "one": "ab", "two": "abc"}
    app = make_app(root_path=str(tmp_path))
    for folder, names in files.items():
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / f"{name}.html").write_text(folder)
    for name in ("one", "two"):
        app.register_blueprint(make_blueprint(name, root_path=str(tmp_path), template_folder=name))

    with app.app_context():
        found = [render_template(f"{name}.html") for name in "abc"]

    assert found == ["templates", "one", "two"]


@pytest.mark.item("B6.8")
def test_an_endpoint_is_tied_as_it_is_written() -> None:
    """``endpoint`` of a blueprint means an endpoint of the application, or a dotted one."""
    app, shop = make_app(), make_blueprint(url_prefix="/shop")
    app.add_url_rule("/", "home")
    shop.add_url_rule("/", "index")
    shop.endpoint("home")(lambda: "home")
    shop.endpoint("shop.index")(lambda: "index")
    app.register_blueprint(shop)
    client = app.test_client()

    assert [client.get(path).text for path in ("/", "/shop/")] == ["home", "index"]


@pytest.mark.needs("static")
@pytest.mark.item("B6.9")
def test_static_folders_may_share_a_path(tmp_path: Path) -> None:
    """Without a prefix the blueprint's files are beside the application's, which come first."""
    for folder, names in {"static": ["both"], "part/static": ["both", "own"]}.items():
        (tmp_path / folder).mkdir(parents=True)
        for name in names:
            (tmp_path / folder / f"{name}.txt").write_text(folder)
    app = make_app(root_path=str(tmp_path), static_folder="static")
    part = make_blueprint("part", root_path=str(tmp_path / "part"), static_folder="static")
    app.register_blueprint(part)
    client = app.test_client()

    texts = [client.get(f"/static/{name}.txt").text for name in ("both", "own")]
    assert texts == ["static", "part/static"]
