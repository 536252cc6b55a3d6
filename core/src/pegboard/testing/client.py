"""The test client: an application, called as a server would."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import Token
from importlib.metadata import version
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from werkzeug.test import Client as WerkzeugClient
from werkzeug.test import EnvironBuilder as WerkzeugBuilder
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request as WerkzeugRequest

from pegboard.context import Context, enter, leave
from pegboard.testing.environ import BuilderOwner, EnvironBuilder
from pegboard_hookspecs import Request, Response, Session
from pegboard_hookspecs.errors import SetupError

__all__ = ["Client", "ClientOwner"]

#: Where a gateway finds whom to tell of the context that it makes; Werkzeug's debugger uses it too.
_KEEPER = "werkzeug.debug.preserve_context"


class ClientOwner(BuilderOwner, Protocol):
    """What a client asks of the application that it calls."""

    calls: Any
    response_class: type[Response]

    def start(self) -> None:
        """End set-up."""
        ...

    def request_context(self, environ: dict[str, Any]) -> Context:
        """Give the context of a request that has not come in."""
        ...

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer one request."""
        ...


class Client(WerkzeugClient):
    """Calls an application as a server would, and keeps cookies from answer to request.

    In a ``with`` block the last request stays current, so that a test can look at ``request``,
    ``session`` and ``g`` when the answer is there.

    :param response_class: what answers are made of, a subclass of Werkzeug's ``TestResponse``.
    :param use_cookies: keep cookies.
    :param allow_subdomain_redirects: follow redirects from one subdomain to another.
    """

    def __init__(
        self,
        app: ClientOwner,
        response_class: type[TestResponse] = TestResponse,
        use_cookies: bool = True,  # noqa: FBT001, FBT002 - Flask's signature
        allow_subdomain_redirects: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        super().__init__(app, response_class, use_cookies, allow_subdomain_redirects)
        self._app = app
        #: What the environ of every request has, unless the request says otherwise.
        self.environ_base: dict[str, Any] = {
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_USER_AGENT": f"Werkzeug/{version('werkzeug')}",
        }
        #: In a ``with`` block: the context of the last request stays current.
        self.preserve_context = False
        self._contexts: list[Context] = []
        self._token: Token[Context] | None = None

    def open(
        self, *args: Any, buffered: bool = False, follow_redirects: bool = False, **kwargs: Any
    ) -> TestResponse:
        """Make a request.

        :param args: and ``kwargs``: as for :class:`EnvironBuilder` behind its application; or
            one builder, environ or request.
        :param buffered: read the whole body at once, and close it.
        :param follow_redirects: ask for what a redirect names, until an answer is none.
        """
        request = self._request_of(args, kwargs)
        self._leave()
        try:
            response = super().open(request, buffered=buffered, follow_redirects=follow_redirects)
        finally:
            self._enter()
        for each in (*response.history, response):
            each.json_module = self._app.json
        return response

    @contextmanager
    def session_transaction(self, *args: Any, **kwargs: Any) -> Generator[Session, None, None]:
        """Give the visitor's session for a ``with`` block, and keep what the block did to it.

        :param args: and ``kwargs``: the request that the session belongs to, as for
            :meth:`open`.
        :raises TypeError: the client keeps no cookies.
        :raises SetupError: the provider of the slot ``sessions`` opened none.
        :raises SlotEmptyError: no plugin keeps sessions.
        """
        if self._cookies is None:
            message = "Cookies are disabled. Make the client with use_cookies=True."
            raise TypeError(message)
        self._app.start()
        environ = self._request_of(args, kwargs).environ
        self._add_cookies_to_wsgi(environ)
        context = self._app.request_context(environ)
        # The block runs outside of the context, so that it may make requests of its own.
        try:
            with _current(context):
                session: Session = _request(context).session
            yield session
            with _current(context):
                self._keep(context, session)
        finally:
            with _current(context):
                context.tear_down(None)

    def __enter__(self) -> Self:
        """Keep the context of the last request from now on.

        :raises SetupError: a block of this client is open already.
        """
        if self.preserve_context:
            message = (
                "You cannot nest 'with' blocks of one client. Use the client of the outer one."
            )
            raise SetupError(message)
        self.preserve_context = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.preserve_context = False
        self._leave()

    def run_wsgi_app(self, environ: dict[str, Any], buffered: bool = False) -> Any:  # noqa: FBT001, FBT002 - Werkzeug's signature
        """Call the application, and learn of the context in which it works."""
        if self.preserve_context:
            environ[_KEEPER] = self._contexts.append
        return super().run_wsgi_app(environ, buffered=buffered)

    def _request_of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> WerkzeugRequest:
        given = args[0] if len(args) == 1 and not kwargs else None
        if isinstance(given, WerkzeugBuilder):
            given.environ_base = self._based(given.environ_base or {})
            return given.get_request()
        environ = _environ_in(given)
        if environ is not None:
            base = self._based(environ)
            again = EnvironBuilder.from_environ(environ, app=self._app, environ_base=base)
            return again.get_request()
        kwargs["environ_base"] = self._based(kwargs.get("environ_base") or {})
        builder = EnvironBuilder(self._app, *args, **kwargs)
        try:
            return builder.get_request()
        finally:
            builder.close()

    def _based(self, environ: Mapping[str, Any]) -> dict[str, Any]:
        return {**self.environ_base, **environ}

    def _enter(self) -> None:
        """Make the last request's context current, if it is to be kept."""
        if self._contexts:
            self._token = enter(self._contexts[-1])
            self._contexts.clear()

    def _leave(self) -> None:
        if self._token is not None:
            leave(self._token)
            self._token = None

    def _keep_session(self, request: Request, session: Session, response: Response) -> None:
        self._app.calls.save_session(self._app, request, session, response)

    def _keep(self, context: Context, session: Session) -> None:
        response = self._app.response_class()
        request = _request(context)
        self._keep_session(request, session, response)
        url = urlsplit(request.url)
        cookies = response.headers.getlist("Set-Cookie")
        self._update_cookies_from_response(url.hostname or "localhost", url.path, cookies)


def _environ_in(given: Any) -> dict[str, Any] | None:
    """Give the environ that an argument is, or that its request came with."""
    found: dict[str, Any] = given.environ if isinstance(given, WerkzeugRequest) else given
    return found if isinstance(given, (dict, WerkzeugRequest)) else None


@contextmanager
def _current(context: Context) -> Generator[None, None, None]:
    token = enter(context)
    try:
        yield
    finally:
        leave(token)


def _request(context: Context) -> Request:
    request: Any = context.request
    made: Request = request
    return made
