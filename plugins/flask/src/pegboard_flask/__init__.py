"""Flask's names on Pegboard: applications and extensions of Flask, unchanged."""

from __future__ import annotations

from typing import Any
from warnings import warn

from pegboard import (
    after_this_request,
    copy_current_request_context,
    current_app,
    flash,
    g,
    get_flashed_messages,
    get_template_attribute,
    has_app_context,
    has_request_context,
    jsonify,
    make_response,
    render_template,
    render_template_string,
    request,
    session,
    stream_template,
    stream_template_string,
    url_for,
)
from pegboard.words import abort
from pegboard_flask import (
    app,
    blueprints,
    cli,
    config,
    ctx,
    globals,  # noqa: A004 - Flask's name
    helpers,
    json,
    logging,
    sansio,
    sessions,
    signals,
    templating,
    typing,
    wrappers,
)
from pegboard_flask.app import Flask
from pegboard_flask.blueprints import Blueprint
from pegboard_flask.config import Config
from pegboard_flask.helpers import (
    redirect,
    send_file,
    send_from_directory,
    stream_with_context,
)
from pegboard_flask.signals import (
    appcontext_popped,
    appcontext_pushed,
    appcontext_tearing_down,
    before_render_template,
    got_request_exception,
    message_flashed,
    request_finished,
    request_started,
    request_tearing_down,
    template_rendered,
)
from pegboard_flask.standing_in import FLASK_VERSION, install_as_flask
from pegboard_flask.wrappers import Request, Response

__all__ = [
    "Blueprint",
    "Config",
    "Flask",
    "Request",
    "Response",
    "abort",
    "after_this_request",
    "app",
    "appcontext_popped",
    "appcontext_pushed",
    "appcontext_tearing_down",
    "before_render_template",
    "blueprints",
    "cli",
    "config",
    "copy_current_request_context",
    "ctx",
    "current_app",
    "flash",
    "g",
    "get_flashed_messages",
    "get_template_attribute",
    "globals",
    "got_request_exception",
    "has_app_context",
    "has_request_context",
    "helpers",
    "install_as_flask",
    "json",
    "jsonify",
    "logging",
    "make_response",
    "message_flashed",
    "redirect",
    "render_template",
    "render_template_string",
    "request",
    "request_finished",
    "request_started",
    "request_tearing_down",
    "sansio",
    "send_file",
    "send_from_directory",
    "session",
    "sessions",
    "signals",
    "stream_template",
    "stream_template_string",
    "stream_with_context",
    "template_rendered",
    "templating",
    "typing",
    "url_for",
    "wrappers",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        warn(
            'flask.__version__ is deprecated. Ask importlib.metadata.version("flask") instead.',
            DeprecationWarning,
            stacklevel=2,
        )
        return FLASK_VERSION
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
