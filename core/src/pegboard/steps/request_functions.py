"""What an application asked to be called around its views (steps 4, 7 and 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, cast

from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard.bridge import BridgeOwner, awaited
from pegboard.context import Context
from pegboard.places import place_of_function
from pegboard.plugins.compiler.running import first_of
from pegboard_hookspecs import Application, Request, Response, hookimpl

__all__ = [
    "FunctionOwner",
    "RequestFunctions",
    "after_request",
    "closing",
    "run_all",
    "scopes",
]

_Function = Callable[..., Any]
_Registry = dict[str | None, list[_Function]]


class FunctionOwner(Application, BridgeOwner, Protocol):
    """An application with the registries that its set-up words fill."""

    before_request_funcs: _Registry
    after_request_funcs: _Registry
    teardown_request_funcs: _Registry
    url_value_preprocessors: _Registry
    teardown_appcontext_funcs: list[_Function]


class RequestFunctions:
    """The application's own implementations of ``preprocess`` and ``teardown``."""

    @hookimpl(trylast=True)
    def preprocess(self, app: FunctionOwner, request: Request) -> Any:
        """Call the functions of ``url_value_preprocessor``, then those of ``before_request``.

        The application's come before those of blueprints, outer before inner.
        """
        if app.url_value_preprocessors:
            for function in _opening(app.url_value_preprocessors, request):
                function(request.endpoint, request.view_args)
        if app.before_request_funcs:
            for function in _opening(app.before_request_funcs, request):
                value = function()
                if value is not None:
                    value = awaited(app, value)
                    if value is not None:
                        return value
        return None

    @hookimpl(tryfirst=True)
    def teardown(
        self, app: FunctionOwner, request: Request | None, error: BaseException | None
    ) -> None:
        """Call the functions of ``teardown_request``, then those of ``teardown_appcontext``.

        Innermost blueprint first, last registered first. All run; the first exception is raised
        when they have, and the others are notes on it.
        """
        if request is not None and "files" in request.__dict__:
            # Uploads are kept in temporary files.
            request.close()
        if not app.teardown_appcontext_funcs and not app.teardown_request_funcs:
            return
        functions: list[Callable[..., Any]] = []
        if request is not None and app.teardown_request_funcs:
            functions.extend(closing(app.teardown_request_funcs, request))
        functions.extend(reversed(app.teardown_appcontext_funcs))
        run_all(app, functions, error)


def after_request(app: FunctionOwner, context: Context, response: Response) -> Response:
    """Call the functions of ``after_this_request``, then those of ``after_request``.

    Innermost blueprint first, last registered first; each gives the response to go on with.

    :raises TypeError: one of them gave something else; the message names it and its place.
    """
    request = context.request
    functions = [*(context.after_functions or ())]
    if request is not None and app.after_request_funcs:
        functions.extend(closing(app.after_request_funcs, request))
    for function in functions:
        given = function(response)
        response = given if isinstance(given, Response) else _forced(app, function, given)
    return response


def scopes(request: Request) -> list[str | None]:
    """Give the registries' keys for a request: its blueprints, innermost first, then None."""
    endpoint = request.endpoint
    if endpoint is None or "." not in endpoint:
        return [None]
    return [*request.blueprints, None]


def _opening(registry: _Registry, request: Request) -> Iterator[_Function]:
    for scope in reversed(scopes(request)):
        yield from registry.get(scope, ())


def closing(registry: _Registry, request: Request) -> Iterator[_Function]:
    """Give the functions for a request: innermost blueprint first, last registered first."""
    for scope in scopes(request):
        yield from reversed(registry.get(scope, ()))


def _forced(app: FunctionOwner, function: _Function, given: object) -> Response:
    given = awaited(app, given)
    if isinstance(given, Response):
        return given
    if isinstance(given, WerkzeugResponse):
        forced: Any = app.response_class.force_type(given)
        return cast("Response", forced)
    name = getattr(function, "__name__", repr(function))
    message = (
        f"The function {name!r} ({place_of_function(function)}) runs after the view and returned "
        f"{given!r:.80}. It must return the response to go on with."
    )
    raise TypeError(message)


def run_all(app: BridgeOwner, functions: Iterable[_Function], error: BaseException | None) -> None:
    """Call each function with an error or None; raise the first exception when all have run."""
    failures: list[BaseException] = []
    for function in functions:
        try:
            awaited(app, function(error))
        except BaseException as raised:  # noqa: BLE001 - raised below, when all have run
            failures.append(raised)
    first = first_of(failures)
    failures.clear()
    if first is not None:
        try:
            raise first
        finally:
            # A frame must not hold the exception that holds the frame.
            del first
