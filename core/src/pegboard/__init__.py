"""Pegboard: a web framework in which every part hangs on a hook."""

from __future__ import annotations

from pegboard import json
from pegboard.app import Pegboard
from pegboard.blueprints import Blueprint
from pegboard.config import Config
from pegboard.context import g, has_app_context, has_request_context, request, session
from pegboard.current import current_app
from pegboard.responses import Response
from pegboard.words import (
    abort,
    after_this_request,
    copy_current_request_context,
    flash,
    get_flashed_messages,
    get_template_attribute,
    jsonify,
    make_response,
    redirect,
    render_template,
    render_template_string,
    send_file,
    send_from_directory,
    stream_template,
    stream_template_string,
    stream_with_context,
    url_for,
)
from pegboard.wsgi import WSGIRequest
from pegboard_hookspecs import Request, hookimpl
from pegboard_hookspecs.errors import PegboardError

__all__ = [
    "Blueprint",
    "Config",
    "Pegboard",
    "PegboardError",
    "Request",
    "Response",
    "WSGIRequest",
    "abort",
    "after_this_request",
    "copy_current_request_context",
    "current_app",
    "flash",
    "g",
    "get_flashed_messages",
    "get_template_attribute",
    "has_app_context",
    "has_request_context",
    "hookimpl",
    "json",
    "jsonify",
    "make_response",
    "redirect",
    "render_template",
    "render_template_string",
    "request",
    "send_file",
    "send_from_directory",
    "session",
    "stream_template",
    "stream_template_string",
    "stream_with_context",
    "url_for",
]
