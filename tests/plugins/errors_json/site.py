"""A small site with problems, whose only view fails in a way that a test says."""

from __future__ import annotations

from typing import Any, NoReturn

from werkzeug.test import TestResponse

from pegboard import Pegboard
from pegboard_errors_json import ProblemErrors

__all__ = ["Site"]


class Site:
    """An application with one view, which raises what it is told to.

    :param config: its settings.
    :param provider: of the slot ``errors``.
    """

    def __init__(self, provider: type[Any] = ProblemErrors, **config: object) -> None:
        self.app = Pegboard(__name__, static_folder=None, plugins={"errors": provider})
        self.app.config.update(config)
        self.app.add_url_rule("/", "view", self._view, methods=["GET", "POST"])
        self.app.add_url_rule("/folder/", "folder", self._view)
        self._error: Exception = LookupError()

    def fail(self, error: Exception, path: str = "/", **options: Any) -> TestResponse:
        """Ask for the view, which raises this error."""
        self._error = error
        response: TestResponse = self.app.test_client().open(path, **options)
        return response

    def _view(self) -> NoReturn:
        raise self._error
