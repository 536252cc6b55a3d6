"""``url_for``: from an endpoint and values to a URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from pegboard.plugins import PluginSet
from pegboard.registration import Scope
from pegboard_hookspecs import Request
from pegboard_hookspecs.errors import BuildError

__all__ = ["BuildOwner", "add_defaults", "url_for"]

_SAFE_IN_ANCHOR = "%!#$&'()*+,/:;=?@"


class BuildOwner(Protocol):
    """What building a URL asks of an application."""

    plugins: PluginSet

    @property
    def url_default_functions(self) -> Mapping[Scope, Sequence[Callable[..., Any]]]:
        """Functions that add values, by blueprint."""
        ...

    @property
    def url_build_error_handlers(self) -> Sequence[Callable[..., str | None]]:
        """Functions that are asked where no URL can be built."""
        ...


def url_for(
    app: BuildOwner,
    request: Request | None,
    endpoint: str,
    *,
    anchor: str | None,
    method: str | None,
    scheme: str | None,
    is_external: bool | None,
    values: dict[str, Any],
) -> str:
    """Build a URL; see :meth:`pegboard.Pegboard.url_for`."""
    build = app.plugins.calls.build_url
    if build is None:
        raise app.plugins.empty("routing")
    endpoint = _absolute(endpoint, request)
    add_defaults(app, endpoint, values)
    is_external = _is_external(request, scheme, asked=is_external)
    try:
        url: str | None = build(app, request, endpoint, values, method, scheme, is_external)
    except BuildError as error:
        options = {
            "_anchor": anchor,
            "_method": method,
            "_scheme": scheme,
            "_external": is_external,
        }
        return _handled(app, error, endpoint, {**values, **options})
    if url is None:
        # Only wrappers are there: the slot is empty.
        raise app.plugins.empty("routing")
    return url if anchor is None else f"{url}#{quote(anchor, safe=_SAFE_IN_ANCHOR)}"


def _absolute(endpoint: str, request: Request | None) -> str:
    if not endpoint.startswith("."):
        return endpoint
    blueprint = None if request is None else request.blueprint
    return endpoint[1:] if blueprint is None else f"{blueprint}{endpoint}"


def add_defaults(app: BuildOwner, endpoint: str, values: dict[str, Any]) -> None:
    """Let the functions of ``url_defaults`` add values: the application's, outer before inner."""
    registry = app.url_default_functions
    if not registry:
        return
    parts = endpoint.split(".")[:-1]
    scopes = [None, *(".".join(parts[: count + 1]) for count in range(len(parts)))]
    for scope in scopes:
        for function in registry.get(scope, ()):
            function(endpoint, values)


def _is_external(request: Request | None, scheme: str | None, *, asked: bool | None) -> bool:
    if scheme is not None and asked is False:
        message = "url_for() got _scheme with _external=False. A scheme needs _external=True."
        raise ValueError(message)
    if asked is None:
        return request is None or scheme is not None
    return asked


def _handled(app: BuildOwner, error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
    for handler in app.url_build_error_handlers:
        try:
            url = handler(error, endpoint, values)
        except BuildError as raised:
            error = raised
        else:
            if url is not None:
                return url
    if endpoint.rpartition(".")[2] == "static" and not app.plugins.has_slot("static"):
        raise app.plugins.empty("static") from error
    try:
        raise error
    finally:
        # A frame must not hold the exception that holds the frame.
        del error
