"""The words that views use; each speaks through a hook."""

from __future__ import annotations

from pegboard.words.answers import (
    abort,
    jsonify,
    make_response,
    redirect,
    send_file,
    send_from_directory,
    url_for,
)
from pegboard.words.flashing import flash, get_flashed_messages
from pegboard.words.requests import after_this_request, copy_current_request_context
from pegboard.words.streaming import stream_with_context
from pegboard.words.templates import (
    get_template_attribute,
    render_template,
    render_template_string,
    stream_template,
    stream_template_string,
)

__all__ = [
    "abort",
    "after_this_request",
    "copy_current_request_context",
    "flash",
    "get_flashed_messages",
    "get_template_attribute",
    "jsonify",
    "make_response",
    "redirect",
    "render_template",
    "render_template_string",
    "send_file",
    "send_from_directory",
    "stream_template",
    "stream_template_string",
    "stream_with_context",
    "url_for",
]
