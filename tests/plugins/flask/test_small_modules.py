"""Modules that only have names: signals, types, logging, and what debug mode tells."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from jinja2 import DictLoader, FileSystemLoader

import pegboard_signals
from pegboard_flask import Blueprint, Flask, signals, typing
from pegboard_flask.debughelpers import (
    DebugFilesKeyError,
    FormDataRoutingRedirect,
    UnexpectedUnicodeError,
    explain_template_loading_attempts,
)
from pegboard_flask.logging import (
    create_logger,
    default_handler,
    has_level_handler,
    wsgi_errors_stream,
)


def test_signals_are_the_same() -> None:
    """Each signal is the object that pegboard-signals sends; namespaces are blinker's."""
    for name in signals.__all__:
        assert getattr(signals, name) is getattr(pegboard_signals, name)


def test_types_exist_at_run_time() -> None:
    """Every name of the types can be imported and used in an annotation."""
    assert all(getattr(typing, name) is not None for name in typing.__all__)
    assert hasattr(typing, "ResponseClass")


def test_the_logger_of_an_application() -> None:
    """The logger has the application's name, the level of debug mode, and one handler."""
    app = Flask("pegboard_flask_logged")
    app.debug = True
    logger = create_logger(app)
    logger.propagate = False
    logger = create_logger(app)

    assert logger is app.logger is logging.getLogger(app.name)
    assert logger.level == logging.DEBUG
    assert has_level_handler(logger)
    assert default_handler in logger.handlers
    assert hasattr(wsgi_errors_stream, "write")


def test_errors_of_debug_mode_are_of_the_kinds_that_are_caught() -> None:
    """The errors of debug mode are assertions, and the one of files is a missing key."""
    assert issubclass(FormDataRoutingRedirect, AssertionError)
    assert issubclass(DebugFilesKeyError, (KeyError, AssertionError))
    assert issubclass(UnexpectedUnicodeError, (AssertionError, UnicodeError))


_FOUND: Any = ("text", "/there/page.html", None)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([None, None, None], "No place has it."),
        ([None, _FOUND, None], "found as '/there/page.html'"),
        ([_FOUND, ("text", None, None), None], "2 places have it; the first one is taken."),
    ],
    ids=["nowhere", "once", "twice"],
)
def test_where_a_template_was_looked_for(
    found: list[Any], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Each place is logged with its owner and loader, and what came of it."""
    app, shop = Flask("explained"), Blueprint("shop", __name__)
    owners: list[Any] = [app, shop, "somebody else"]
    loaders = [FileSystemLoader("/templates"), DictLoader({}), DictLoader({})]
    with caplog.at_level(logging.INFO, app.name):
        explain_template_loading_attempts(
            app, "page.html", list(zip(loaders, owners, found, strict=True))
        )

    assert said in caplog.text
    assert (
        "application 'explained', by jinja2.loaders.FileSystemLoader in /templates" in caplog.text
    )
    assert f"blueprint 'shop' ({__name__}), by jinja2.loaders.DictLoader: " in caplog.text
    assert "'somebody else'" in caplog.text


def test_a_blueprint_may_lack_its_folder(caplog: pytest.LogCaptureFixture) -> None:
    """Where nothing was found for a request of a blueprint, its folder is asked about."""
    app, shop = Flask("explained"), Blueprint("shop", __name__)
    shop.add_url_rule("/", endpoint="home", view_func=lambda: _explain(app))
    app.register_blueprint(shop)
    with caplog.at_level(logging.INFO, app.name):
        app.test_client().get("/")

    assert "the blueprint 'shop': does it have a template_folder?" in caplog.text


def _explain(app: Flask) -> str:
    explain_template_loading_attempts(app, "page.html", [(DictLoader({}), app, None)])
    return ""
