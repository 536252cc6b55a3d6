"""Registries that lie open (A2)."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.exceptions import HTTPException, NotFound

from pegboard import Blueprint, Pegboard, render_template_string
from tests.core.site import make_app, make_blueprint, say

_REGISTRIES = {
    "before_request": "before_request_funcs",
    "after_request": "after_request_funcs",
    "teardown_request": "teardown_request_funcs",
    "context_processor": "template_context_processors",
    "url_value_preprocessor": "url_value_preprocessors",
    "url_defaults": "url_default_functions",
}


def _other() -> str:
    return "other"


def _sorry(_error: Exception) -> str:
    return "sorry"


def _alas(_error: Exception) -> str:
    return "alas"


@pytest.mark.item("A2.1")
@pytest.mark.parametrize(("word", "registry"), _REGISTRIES.items(), ids=_REGISTRIES)
def test_functions_are_kept_by_blueprint(word: str, registry: str) -> None:
    """Each registry holds lists of functions by the names of blueprints, None for all requests."""
    app, outer, inner = make_app(), make_blueprint("outer"), make_blueprint("inner")
    owners: list[Pegboard | Blueprint] = [app, outer, inner]
    for owner in owners:
        getattr(owner, word)(say)
        getattr(owner, word)(_other)
    assert getattr(outer, registry) == {None: [say, _other]}

    outer.register_blueprint(inner)
    app.register_blueprint(outer)

    both = [say, _other]
    assert getattr(app, registry) == {None: both, "outer": both, "outer.inner": both}


@pytest.mark.needs("routing")
@pytest.mark.item("A2.1")
def test_functions_may_be_put_there_by_hand() -> None:
    """What is put into a registry by hand is called like what a word registers."""
    app, shop = make_app(), make_blueprint()
    shop.add_url_rule("/shop", "index", say)
    app.add_url_rule("/app", "index", say)
    app.register_blueprint(shop)
    app.before_request_funcs.setdefault("shop", []).append(lambda: "by hand")

    assert app.test_client().get("/shop").text == "by hand"
    assert app.test_client().get("/app").text == "said"


@pytest.mark.needs("routing", "templating")
@pytest.mark.item("A2.1")
def test_templates_know_the_request_without_a_processor() -> None:
    """No processor is there from the start; ``request``, ``session`` and ``g`` are globals."""
    app = make_app()

    with app.test_request_context("/here"):
        text = render_template_string("{{ request.path }} {{ g is defined }}")

    assert (text, app.template_context_processors) == ("/here True", {})


@pytest.mark.item("A2.2")
def test_handlers_are_kept_by_status_and_class() -> None:
    """Error handlers are held by blueprint, then by status or None, then by class."""
    app, shop = make_app(), make_blueprint()
    app.register_error_handler(404, _sorry)
    app.register_error_handler(HTTPException, _sorry)
    shop.register_error_handler(NotFound, _alas)
    shop.register_error_handler(KeyError, _alas)
    app.register_blueprint(shop)

    assert app.error_handler_spec == {
        None: {404: {NotFound: _sorry}, None: {HTTPException: _sorry}},
        "shop": {404: {NotFound: _alas}, None: {KeyError: _alas}},
    }


@pytest.mark.needs("routing")
@pytest.mark.item("A2.2")
def test_handlers_may_be_put_there_by_hand() -> None:
    """A handler that is put into the registry by hand is used."""
    app = make_app()
    app.error_handler_spec[None][404][NotFound] = lambda error: "by hand"

    assert app.test_client().get("/").text == "by hand"


@pytest.mark.needs("routing")
@pytest.mark.item("A2.3")
def test_views_may_be_put_there_by_hand() -> None:
    """A view that is put under an endpoint by hand answers its routes, also in place of another."""
    app = make_app()
    app.add_url_rule("/", "index")
    app.add_url_rule("/shown", "shown", say)
    views: dict[str, Any] = app.view_functions
    views["index"] = views["shown"] = _other
    client = app.test_client()

    assert [client.get(path).text for path in ("/", "/shown")] == ["other", "other"]
