"""What tests use: a client, made-up requests, and what runs commands."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from click.testing import CliRunner, Result
from werkzeug.wrappers import Request

from pegboard.testing import Client, EnvironBuilder
from pegboard_flask.cli import ScriptInfo

__all__ = ["EnvironBuilder", "FlaskCliRunner", "FlaskClient"]


class FlaskClient(Client):
    """Calls an application as a server would; see :class:`pegboard.testing.Client`.

    :param response_wrapper: what answers are made of; what Werkzeug's ``TestResponse`` has is
        added to it.
    """

    application: Any

    def __init__(
        self,
        application: Any,
        response_wrapper: Any = None,
        use_cookies: bool = True,  # noqa: FBT001, FBT002 - Werkzeug's signature
        allow_subdomain_redirects: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        super().__init__(application, response_wrapper, use_cookies, allow_subdomain_redirects)

    @contextmanager
    def session_transaction(self, *args: Any, **kwargs: Any) -> Generator[Any, None, None]:
        """Give the visitor's session for a ``with`` block; see :class:`pegboard.testing.Client`.

        :raises RuntimeError: no session was opened, as without a secret key.
        """
        with super().session_transaction(*args, **kwargs) as session:
            if not self._is_kept(session):
                message = (
                    "The session backend did not open a session. Set SECRET_KEY, or what the "
                    "session interface of the application needs."
                )
                raise RuntimeError(message)
            yield session

    def _request_of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Request:
        given: Any = args[0] if len(args) == 1 and not kwargs else None
        environ: dict[str, Any] = given
        if isinstance(given, dict):
            # Of a dictionary only the headers go before the client's own base.
            headers = {name: each for name, each in environ.items() if name.startswith("HTTP_")}
            args = ({**environ, **self._based(headers)},)
        return super()._request_of(args, kwargs)

    def _is_kept(self, session: Any) -> bool:
        app = self.application
        if app.overrides("session_interface"):
            return not app.session_interface.is_null_session(session)
        return bool(app.secret_key) or app.is_replaced("sessions")

    def _keep_session(self, request: Any, session: Any, response: Any) -> None:
        self.application.save_session(request, session, response)

    # By these names extensions make requests of their own

    def _copy_environ(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return self._based(other)

    def _request_from_builder_args(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Request:
        return self._request_of(args, kwargs)


class FlaskCliRunner(CliRunner):
    """Runs commands of an application, and gives what they print.

    :param app: the application.
    :param kwargs: as for :class:`click.testing.CliRunner`.
    """

    def __init__(self, app: Any, **kwargs: Any) -> None:
        self.app = app
        super().__init__(**kwargs)

    def invoke(  # type: ignore[override]  # Flask's signature, which needs no command
        self, cli: Any = None, args: Any = None, **kwargs: Any
    ) -> Result:  # pyright: ignore[reportIncompatibleMethodOverride] - the same
        """Run a command.

        :param cli: a command; None takes ``app.cli``.
        :param args: the words behind it.
        :param kwargs: as for :meth:`click.testing.CliRunner.invoke`; ``obj`` is a
            :class:`ScriptInfo` of the application unless it is given.
        """
        if "obj" not in kwargs:
            kwargs["obj"] = ScriptInfo(create_app=lambda: self.app)
        return super().invoke(self.app.cli if cli is None else cli, args, **kwargs)
