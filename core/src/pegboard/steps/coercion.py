"""Step 6: what a view returned becomes a response."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, cast

from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard.places import place_of_view
from pegboard_hookspecs import Application, Request, Response, hookimpl

__all__ = ["Coercion", "CoercionOwner"]

_FORMS = "The tuple must have the form (body, status, headers), (body, status) or (body, headers)."
_TYPES = (
    "Return a str, bytes, dict, list, iterator, Response, WSGI callable, or a tuple of one of "
    "these with a status, headers, or both."
)


class CoercionOwner(Application, Protocol):
    """An application with its hooks as plain functions, and with pages for HTTP errors."""

    @property
    def calls(self) -> Any:
        """The hooks, by name."""
        ...

    def error_page(self, request: Request, error: HTTPException) -> Response:
        """Give the response for an HTTP error."""
        ...


class Coercion:
    """The application's own implementation of ``make_response``; plugins' come first."""

    @hookimpl(trylast=True)
    def make_response(self, app: CoercionOwner, request: Request, value: Any) -> Response:
        """Turn a value into a response; what is in a tuple is given to the hook once more.

        :raises TypeError: it cannot become one; the message names the view and its place.
        """
        kind = cast("type[object]", type(value))
        if kind is str:
            return _text(app, value.encode())
        if kind is dict or kind is list:
            return cast("Response", app.json.response(value))
        if isinstance(value, app.response_class):
            return value
        if issubclass(kind, tuple):
            return _from_tuple(app, request, value)
        return _from_rest(app, request, value)


def _from_tuple(app: CoercionOwner, request: Request, value: tuple[Any, ...]) -> Response:
    body, status, headers = _unpacked(app, request, value)
    if body is None:
        raise _none_error(app, request)
    # The hook, because the body may be of a type that a plugin teaches.
    response: Response = app.calls.make_response(app, request, body)
    try:
        _set_status(response, status)
        if headers:
            # Several of one name are sent as several, and replace those of the body.
            is_pairs = not hasattr(headers, "items")
            response.headers.update(Headers(headers) if is_pairs else headers)
    except Exception as error:
        response.close()
        what = f"status {status!r:.80} and headers {headers!r:.80}"
        error.add_note(f"The view {_name(app, request)} returned a tuple with {what}.")
        raise
    return response


def _set_status(response: Response, status: Any) -> None:
    if isinstance(status, (bytes, bytearray)):
        response.status = status.decode("latin-1")
    elif status is not None:
        # Numbers are taken here as well.
        response.status = status


def _text(app: Application, body: bytes) -> Response:
    make = app.response_class
    return make.quick(body) if make.is_quick else make(body)


def _unpacked(app: Application, request: Request, value: tuple[Any, ...]) -> tuple[Any, Any, Any]:
    if len(value) == 3:  # noqa: PLR2004 - body, status and headers
        return value
    if len(value) != 2:  # noqa: PLR2004 - body and one of them
        message = f"The view {_name(app, request)} returned a tuple of {len(value)}. {_FORMS}"
        raise TypeError(message)
    body, second = value
    is_headers = isinstance(second, (Headers, Mapping, tuple, list))
    return (body, None, value[1]) if is_headers else (body, value[1], None)


def _from_rest(app: CoercionOwner, request: Request, value: Any) -> Response:
    if value is None:
        raise _none_error(app, request)
    if isinstance(value, str):
        return _text(app, str(value).encode())
    if isinstance(value, (bytes, bytearray)):
        return _text(app, bytes(value))
    if isinstance(value, (dict, list)):
        return cast("Response", app.json.response(value))
    if isinstance(value, Iterator):
        return app.response_class(cast("Iterator[bytes]", value))
    return _from_foreign(app, request, value)


def _from_foreign(app: CoercionOwner, request: Request, value: Any) -> Response:
    if inspect.isawaitable(value):
        raise _awaitable_error(app, request, value)
    if isinstance(value, HTTPException):
        return app.error_page(request, value)
    environ = getattr(request, "environ", None)
    if not isinstance(value, WerkzeugResponse) and (environ is None or not callable(value)):
        message = (
            f"The view {_name(app, request)} returned {value!r:.80}, of type "
            f"{type(value).__name__}, which cannot be a response. {_TYPES}"
        )
        raise TypeError(message)
    return _forced(app, request, value, environ)


def _forced(app: Application, request: Request, value: Any, environ: Any) -> Response:
    try:
        return cast("Response", app.response_class.force_type(value, environ))
    except Exception as error:
        # It is called as a WSGI application here, and a view can return one by mistake.
        error.add_note(f"The view {_name(app, request)} returned {value!r:.80}, which was called.")
        raise


def _none_error(app: Application, request: Request) -> TypeError:
    return TypeError(
        f"The view {_name(app, request)} returned None, or ended without a return statement. "
        f"{_TYPES}"
    )


def _awaitable_error(app: Application, request: Request, value: Any) -> TypeError:
    if inspect.iscoroutine(value):
        # Otherwise the interpreter warns that it was never awaited.
        value.close()
    return TypeError(
        f"The view {_name(app, request)}, or what answered in its place, gave {value!r:.80}, which "
        "nobody awaits here. Await it inside of the view, which may be async def."
    )


def _name(app: Application, request: Request) -> str:
    endpoint = request.endpoint
    if endpoint is None:
        return f"or function that answered {request.method} {request.path}"
    view = app.view_functions.get(endpoint)
    return f"for the endpoint {endpoint!r} ({place_of_view(view, request.method)})"
