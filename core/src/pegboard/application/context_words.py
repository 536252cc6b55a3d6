"""Contexts to work in, and what tests call an application with."""

from __future__ import annotations

from typing import Any

from pegboard.application.facade import Facade
from pegboard.context import Context, OwnContext, g

__all__ = ["ContextWords"]


class ContextWords(Facade):
    """An application as scripts and tests see it.

    Clients and runners are imported when they are asked for: only tests need them.
    """

    #: What ``test_client()`` makes; None is :class:`pegboard.testing.Client`.
    test_client_class: type[Any] | None = None
    #: What ``test_cli_runner()`` makes; None is :class:`pegboard.testing.CLIRunner`.
    test_cli_runner_class: type[Any] | None = None

    def app_context(self) -> Context:
        """Give a context without a request, for ``with``."""
        return OwnContext(self)

    def request_context(self, environ: dict[str, Any]) -> Context:
        """Give the context of the request of a WSGI environ, for ``with``."""
        request = self.request_class(environ)
        request.app = self
        request.trusted_hosts = self.config["TRUSTED_HOSTS"]
        return OwnContext(self, request)

    def make_shell_context(self) -> dict[str, Any]:
        """Give the names of ``pegboard shell``: ``app``, ``g``, and what processors add."""
        names: dict[str, Any] = {"app": self, "g": g}
        for processor in self.shell_context_processors:
            names.update(processor())
        return names

    def test_request_context(self, *args: Any, **kwargs: Any) -> Context:
        """Give the context of a made-up request, for ``with``.

        :param args: and ``kwargs``: as for :class:`pegboard.testing.EnvironBuilder` behind its
            application.
        """
        # Only tests need it.
        from pegboard.testing import environ_of  # noqa: PLC0415

        return self.request_context(environ_of(self, *args, **kwargs))

    def test_client(self, use_cookies: bool = True, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Flask's signature
        """Give a client that calls the application without a server.

        :param use_cookies: keep cookies from answer to request.
        :param kwargs: as for the class of clients.
        """
        # Only tests need it.
        from pegboard.testing import Client  # noqa: PLC0415

        return (self.test_client_class or Client)(self, use_cookies=use_cookies, **kwargs)

    def test_cli_runner(self, **kwargs: Any) -> Any:
        """Give what runs commands of the application and captures what they print.

        :param kwargs: as for the class of runners.
        """
        # Only tests need it.
        from pegboard.testing import CLIRunner  # noqa: PLC0415

        return (self.test_cli_runner_class or CLIRunner)(self, **kwargs)
