"""A small site whose only view does with the session what a test says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from pegboard import Pegboard, session

__all__ = ["KEY", "Action", "Site", "cookie_of"]

KEY = "a key of no less than 32 bytes is needed"

Action = Callable[[Any], object]


class Site:
    """An application, and a visitor without a memory.

    :param plugins: which plugins it has, if not the default ones.
    :param config: its settings; it has a secret key unless they say otherwise.
    """

    def __init__(self, *, plugins: Any = None, **config: object) -> None:
        self.app = Pegboard(__name__, static_folder=None, template_folder=None, plugins=plugins)
        self.app.config.update({"SECRET_KEY": KEY, **config})
        self.app.add_url_rule("/", "view", self._view)
        #: What the view does.
        self.action: Action = dict
        #: What the session held when the view had run.
        self.seen: dict[str, object] = {}
        #: Whether the session was new.
        self.is_new = False

    def visit(self, action: Action, *, cookie: str | None = None, **options: Any) -> TestResponse:
        """Let the view do something with the session.

        :param cookie: the value of the session's cookie, or None for no cookie at all.
        :param options: as for the test client.
        """
        self.action = action
        headers = options.pop("headers", {})
        if cookie is not None:
            headers = {**headers, "Cookie": f"{self.app.config['SESSION_COOKIE_NAME']}={cookie}"}
        client = self.app.test_client(use_cookies=False)
        response: TestResponse = client.get("/", headers=headers, **options)
        return response

    def read(self, cookie: str | None, **options: Any) -> dict[str, object]:
        """Give what the session of a cookie holds."""
        response = self.visit(dict, cookie=cookie, **options)
        if response.status_code != 200:
            raise AssertionError(response.text)
        return self.seen

    def signed(self, values: object, now: int) -> str:
        """Give a cookie with any content, signed at some time."""
        self.read(None)
        signer: Any = self.app.slot("sessions").provider._current_signer(self.app)
        token: str = signer.dumps(values, now)
        return token

    def _view(self) -> str:
        self.action(session)
        self.seen = dict(session)
        self.is_new = session.new
        return "seen"


def cookie_of(response: TestResponse) -> str:
    """Give the value of the one cookie that a response sets."""
    (header,) = response.headers.getlist("Set-Cookie")
    (value,) = parse_cookie(header.partition(";")[0]).values()
    return value
