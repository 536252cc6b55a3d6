"""A site with sessions on the server, whose only view does with them what a test says."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from pegboard import Pegboard, session
from pegboard_sessions_server import ServerSessions

__all__ = ["NOW", "Action", "Clock", "Site", "has_cookie", "log_in", "log_out", "read", "token_of"]

#: Servers of Redis have a clock of their own, which nothing here moves.
NOW = int(time.time())

Action = Callable[[Any], object]


class Clock:
    """The time that the process sees, which stands still until a test moves it."""

    def __init__(self, monkeypatch: Any) -> None:
        self.now: float = NOW
        monkeypatch.setattr(time, "time", lambda: self.now)


class Site:
    """An application, and a visitor without a memory.

    :param folder: its instance folder.
    :param config: its settings.
    """

    def __init__(self, folder: Path, **config: object) -> None:
        self.app = Pegboard(
            __name__,
            static_folder=None,
            template_folder=None,
            instance_path=str(folder),
            plugins={"sessions": ServerSessions},
        )
        self.app.config.update(config)
        self.app.add_url_rule("/", "view", self._view)
        self.app.add_url_rule("/quiet", "quiet", lambda: "quiet")
        #: What the view does.
        self.action: Action = dict
        #: What the session held when the view had run.
        self.seen: dict[str, object] = {}

    @property
    def provider(self) -> ServerSessions:
        """The provider of the started application."""
        self.app.start()
        provider: ServerSessions = self.app.slot("sessions").provider
        return provider

    @property
    def store(self) -> Any:
        """The store of the started application."""
        return self.provider.native

    def visit(self, action: Action, token: str | None = None, **options: Any) -> TestResponse:
        """Let the view do something with the session.

        :param token: the value of the session's cookie, or None for no cookie at all.
        """
        self.action = action
        headers = {} if token is None else {"Cookie": f"session={token}"}
        client = self.app.test_client(use_cookies=False)
        response: TestResponse = client.get("/", headers=headers, **options)
        return response

    def begin(self, action: Action, token: str | None = None, **options: Any) -> str:
        """Do the same, and give the identifier that the answer sets."""
        return token_of(self.visit(action, token, **options))

    def read(self, token: str | None) -> dict[str, object]:
        """Give what the session of an identifier holds."""
        response = self.visit(dict, token)
        if response.status_code != 200:
            raise AssertionError(response.text)
        return self.seen

    def _view(self) -> str:
        self.seen = {}
        self.action(session)
        self.seen = dict(session)
        return "seen"


def token_of(response: TestResponse) -> str:
    """Give the value of the one cookie that a response sets."""
    (header,) = response.headers.getlist("Set-Cookie")
    (value,) = parse_cookie(header.partition(";")[0]).values()
    return value


def has_cookie(response: TestResponse) -> bool:
    """Say whether a response sets or removes a cookie."""
    return "Set-Cookie" in response.headers


def log_in(user: object) -> Action:
    """Give what logs a user in."""
    return lambda session: session.update(user_id=user)


def log_out(session: Any) -> None:
    """Log out."""
    session.clear()


def read(session: Any) -> None:
    """Use the session, and change nothing."""
    dict(session)
