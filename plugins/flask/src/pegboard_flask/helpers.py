"""The words of applications, by the names of Flask's helpers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from os import PathLike
from typing import IO, Any, cast

from werkzeug.utils import redirect as werkzeug_redirect
from werkzeug.utils import send_file as werkzeug_send_file
from werkzeug.utils import send_from_directory as werkzeug_send_from_directory

import pegboard
from pegboard import (
    Response,
    abort,
    current_app,
    flash,
    get_flashed_messages,
    get_template_attribute,
    make_response,
    request,
    url_for,
)
from pegboard.context import current, current_or_none, current_request
from pegboard.places import find_root_path
from pegboard.words.streaming import ContextStream
from pegboard_flask.globals import app_ctx, request_ctx, session
from pegboard_flask.signals import message_flashed

__all__ = [
    "abort",
    "app_ctx",
    "current_app",
    "flash",
    "get_debug_flag",
    "get_flashed_messages",
    "get_load_dotenv",
    "get_root_path",
    "get_template_attribute",
    "make_response",
    "message_flashed",
    "redirect",
    "request",
    "request_ctx",
    "send_file",
    "send_from_directory",
    "session",
    "stream_with_context",
    "url_for",
]

_OFF = frozenset({"0", "false", "no"})
_Age = int | Callable[[str | None], int | None] | None


def get_debug_flag() -> bool:
    """Say whether ``FLASK_DEBUG`` asks for debug mode."""
    value = os.environ.get("FLASK_DEBUG")
    return bool(value and value.lower() not in _OFF)


def get_load_dotenv(default: bool = True) -> bool:  # noqa: FBT001, FBT002 - Flask's signature
    """Say whether files of environment variables are read: unless ``FLASK_SKIP_DOTENV`` is set."""
    value = os.environ.get("FLASK_SKIP_DOTENV")
    return value.lower() in _OFF if value else default


def get_root_path(import_name: str) -> str:
    """Give the folder of a module or package."""
    module = sys.modules.get(import_name)
    file = getattr(module, "__file__", None)
    return os.path.dirname(os.path.abspath(file)) if file else find_root_path(import_name)  # noqa: PTH100, PTH120 - text


def _endpoint_from_view_func(  # pyright: ignore[reportUnusedFunction]  # the application's
    view_func: Callable[..., Any],
) -> str:
    if view_func is None:
        message = "expected view func if endpoint is not provided."
        raise AssertionError(message)
    return view_func.__name__


class _Stream(ContextStream[Any]):
    """Parts of a body; what is read from is given back with its last part, as in Flask."""

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except StopIteration:
            self.close()
            raise


def stream_with_context(generator_or_function: Any) -> Any:
    """Keep the request current while a stream is read; see :func:`pegboard.stream_with_context`.

    Give an iterable, or decorate the function that makes one.
    """
    if not hasattr(generator_or_function, "__iter__"):
        make: Callable[..., Any] = generator_or_function

        @wraps(make)
        def kept(*args: Any, **kwargs: Any) -> Any:
            return stream_with_context(make(*args, **kwargs))

        return kept
    current_request("stream_with_context")
    return _Stream(generator_or_function, current("stream_with_context"))


def redirect(
    location: str,
    code: int = 302,
    Response: type[Any] | None = None,  # noqa: N803 - Flask's name
) -> Any:
    """Answer with another location; inside of a context the application makes it."""
    context = current_or_none()
    if context is not None:
        return context.app.redirect(location, code=code)
    return werkzeug_redirect(location, code=code, Response=Response)


def send_file(
    path_or_file: str | PathLike[str] | IO[bytes],
    mimetype: str | None = None,
    as_attachment: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
    download_name: str | None = None,
    conditional: bool = True,  # noqa: FBT001, FBT002
    etag: bool | str = True,  # noqa: FBT001, FBT002
    last_modified: datetime | float | None = None,
    max_age: _Age = None,
) -> Response:
    """Answer with a file; never with a name that came from outside, see the next word."""
    options: dict[str, Any] = {
        "mimetype": mimetype,
        "as_attachment": as_attachment,
        "download_name": download_name,
        "conditional": conditional,
        "etag": etag,
        "last_modified": last_modified,
        "max_age": max_age,
    }
    if _app().is_replaced("static"):
        return pegboard.send_file(path_or_file, **options)
    return cast("Response", werkzeug_send_file(path_or_file, **_werkzeugs(**options)))


def send_from_directory(
    directory: str | PathLike[str], path: str | PathLike[str], **kwargs: Any
) -> Response:
    """Answer with a file whose name came from outside: nothing outside of the directory.

    :param kwargs: as for :func:`send_file`.
    :raises werkzeug.exceptions.NotFound: the path leaves the directory, or names no file.
    """
    if _app().is_replaced("static"):
        return pegboard.send_from_directory(directory, path, **kwargs)
    return cast("Response", werkzeug_send_from_directory(directory, path, **_werkzeugs(**kwargs)))


def _app() -> Any:
    """Give the current application, which is one of Flask's kind."""
    return current_app


def _werkzeugs(**options: Any) -> dict[str, Any]:
    if options.get("max_age") is None:
        options["max_age"] = current_app.get_send_file_max_age
    options.update(
        environ=cast("Any", request).environ,
        use_x_sendfile=current_app.config["USE_X_SENDFILE"],
        response_class=current_app.response_class,
        _root_path=current_app.root_path,
    )
    return options
