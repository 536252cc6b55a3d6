"""A small site whose only view fails in a way that a test says."""

from __future__ import annotations

from typing import Any, NoReturn

from werkzeug.test import TestResponse

from pegboard import Pegboard

__all__ = ["Site"]


class Site:
    """An application with one view, which raises what it is told to.

    :param config: its settings.
    """

    def __init__(self, **config: object) -> None:
        self.app = Pegboard(__name__, static_folder=None, template_folder=None)
        self.app.config.update(config)
        self.app.add_url_rule("/", "view", self._view, methods=["GET", "POST"])
        self.app.add_url_rule("/folder/", "folder", self._view)
        self._error: Exception = LookupError()

    def fail(
        self,
        error: Exception,
        accept: str | None = None,
        *,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> TestResponse:
        """Ask for the view.

        :param error: what it raises.
        :param accept: the field Accept of the request; None sends none.
        """
        self._error = error
        return self.get("/", accept, method=method, headers=headers, **options)

    def get(
        self,
        path: str,
        accept: str | None = None,
        *,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> TestResponse:
        """Ask for anything."""
        fields = {**(headers or {}), **({} if accept is None else {"Accept": accept})}
        client = self.app.test_client()
        response: TestResponse = client.open(path, method=method, headers=fields, **options)
        return response

    def _view(self) -> NoReturn:
        raise self._error
