"""Contexts as Flask has them: one of the application, which several requests may share.

The kernel has one context per request. A request that comes while a context of its application
is current, as in a test that works inside of ``with app.app_context():``, shares that one's
``g``, and leaves its teardown functions to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from werkzeug.exceptions import HTTPException

from pegboard import after_this_request, copy_current_request_context
from pegboard.context import (
    Context,
    Namespace,
    OwnContext,
    current_or_none,
    has_app_context,
    has_request_context,
)

__all__ = [
    "AppContext",
    "OwnRequestContext",
    "RequestContext",
    "after_this_request",
    "copy_current_request_context",
    "has_app_context",
    "has_request_context",
]


class _AppCtxGlobals(Namespace):  # pyright: ignore[reportUnusedClass]  # the application's
    """What ``g`` is."""

    def __repr__(self) -> str:
        context = current_or_none()
        if context is None:
            return object.__repr__(self)
        return f"<flask.g of {context.app.name!r}>"


class RequestContext(Context):
    """The context of a request."""

    #: The context of the application that was current before; None: this one is it as well.
    shared: AppContext | RequestContext | None = None

    def __init__(self, app: Any, request: Any = None) -> None:
        self.app = app
        self.request = request
        outer = current_or_none()
        if outer is not None:
            self.share(outer)

    @property
    def app_ctx(self) -> AppContext | RequestContext:
        """The application's context in which the request is answered."""
        return self if self.shared is None else self.shared

    @property
    def request_ctx(self) -> RequestContext:
        """This context."""
        return self

    @property
    def g(self) -> Namespace:
        """What the application keeps for the length of its context."""
        return super().g if self.shared is None else self.shared.g

    @g.setter
    def g(self, value: Namespace) -> None:
        if self.shared is None:
            self._g = value
        else:
            self.shared.g = value

    @property
    def session(self) -> Any:
        """The session of the request, opened when it is first asked for."""
        request: Any = self.request
        return request.session

    @session.setter
    def session(self, value: Any) -> None:
        request: Any = self.request
        request.__dict__["session"] = value

    #: By this name extensions put another one in its place.
    _session = session

    @property
    def url_adapter(self) -> Any:
        """Matches and builds URLs of the request."""
        return self.app.url_adapter_of(self.request)

    @property
    def flashes(self) -> list[tuple[str, str]] | None:
        """The messages that were taken out of the session for this request."""
        taken: list[tuple[str, str]] | None = self.state.get("_flashes")
        return taken

    @property
    def _after_request_functions(self) -> list[Callable[[Any], Any]]:
        if self.after_functions is None:
            self.after_functions = []
        return self.after_functions

    def share(self, outer: Context) -> None:
        """Take over what a context that is current has of the same application."""
        if outer.app is self.app and outer is not self:
            self.shared = getattr(outer, "app_ctx", None)

    def copy(self) -> RequestContext:
        """Give another context of the same request, session and ``g``."""
        other = RequestContext(self.app, self.request)
        other.shared = self.shared
        if self.shared is None:
            other.g = self.g
        other.is_torn_down = True
        return other

    def __repr__(self) -> str:
        request: Any = self.request
        return f"<{type(self).__name__} {request.url!r} [{request.method}] of {self.app.name}>"


class OwnRequestContext(RequestContext, OwnContext):
    """The context of a made-up request, which lasts as long as it is pushed."""

    def push(self) -> None:
        """Make this context the current one."""
        outer = current_or_none()
        if not self._tokens:
            self.shared = None
            if outer is not None:
                self.share(outer)
        super().push()
        if len(self._tokens) > 1:
            return
        request: Any = self.request
        try:
            # Reading it is what checks it.
            _ = request.host
        except HTTPException as error:
            request.routing_exception = error
        if self.app.opens_sessions_early:
            _ = self.session


class AppContext(OwnContext):
    """The context of an application; a request that is current stays so inside of it."""

    #: The context of the request that is current, if one is.
    request_ctx: RequestContext | None = None

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self._g = app.app_ctx_globals_class()

    @property
    def app_ctx(self) -> AppContext:
        """This context."""
        return self

    @property
    def g(self) -> Namespace:
        """What the application keeps for the length of this context."""
        return cast("Namespace", self._g)

    @g.setter
    def g(self, value: Namespace) -> None:
        self._g = value

    @property
    def url_adapter(self) -> Any:
        """Builds URLs."""
        return self.app.url_adapter_of(None)

    @property
    def after_functions(self) -> Any:
        """Those of the request that is current."""
        return None if self.request_ctx is None else self.request_ctx.after_functions

    @after_functions.setter
    def after_functions(self, value: Any) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]  # there it is a variable
        if self.request_ctx is not None:
            self.request_ctx.after_functions = value

    def push(self) -> None:
        """Make this context the current one; a request that is current stays so."""
        outer = current_or_none()
        if not self._tokens:
            self.request = None if outer is None else outer.request
            self.request_ctx = getattr(outer, "request_ctx", None)
        Context.push(self)
        if len(self._tokens) > 1:
            return
        self.is_torn_down = False
        if self.app.calls.context_pushed is not None:
            self.app.calls.context_pushed(self.app, None)

    def tear_down(self, error: BaseException | None) -> None:
        """Call the application's teardown functions, once."""
        if not self.is_torn_down:
            self.is_torn_down = True
            self.app.run_teardown(None, error)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.app.name!r}>"
