"""What the suites of the slot ``sessions`` share: a site, and what its visitors do and get."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from pegboard import Pegboard
from pegboard_contracts.contract import Contract, ask
from pegboard_hookspecs import Request

__all__ = [
    "Action",
    "SessionSite",
    "VisitsContract",
    "attributes_of",
    "cookie_of",
    "empty",
    "log_in",
    "name_of",
    "named",
    "stay",
]

#: What a view does with the session.
Action = Callable[[Any], object]


class SessionSite:
    """An application whose only view does with the session what a test says."""

    def __init__(self, make: Callable[..., Pegboard], folder: Path, config: object) -> None:
        self.app = make(view=self._view, config=config, instance_path=str(folder))
        #: What the session held when the view had run.
        self.seen: dict[str, object] = {}
        self.is_new = False
        self.action: Action = len

    def visit(self, action: Action = len, *, cookie: str = "", **options: Any) -> TestResponse:
        """Let the view do something with the session of a visitor who sends a cookie."""
        self.action = action
        headers = {"Cookie": cookie} if cookie else {}
        return ask(self.app, headers=headers, **options)

    def read(self, cookie: str = "") -> dict[str, object]:
        """Give what the session of a cookie holds."""
        response = self.visit(cookie=cookie)
        assert response.status_code == 200
        return self.seen

    def begin(self, action: Action | None = None) -> str:
        """Begin a session and give its cookie."""
        return cookie_of(self.visit(action or log_in))

    def _view(self, request: Request) -> str:
        session = request.session
        self.action(session)
        self.seen, self.is_new = dict(session), session.new
        return "seen"


class VisitsContract(Contract):
    """The base of the suites of the slot ``sessions``."""

    slot = "sessions"

    #: The secret key of its applications.
    key = "a key of no less than 32 bytes is needed"

    def site(self, folder: Path, **config: object) -> SessionSite:
        """Make an application with a secret key, and its own folder for what a provider keeps."""
        folder.mkdir(exist_ok=True)
        return SessionSite(self.make_app, folder, {"SECRET_KEY": self.key, **config})


def cookie_of(response: TestResponse) -> str:
    """Give the one cookie that a response sets, as a request sends it."""
    (header,) = response.headers.getlist("Set-Cookie")
    return header.partition(";")[0]


def name_of(cookie: str) -> str:
    """Give the name of a cookie."""
    return cookie.partition("=")[0]


def attributes_of(response: TestResponse) -> dict[str, str]:
    """Give the attributes of the one cookie that a response sets, by names in lower case."""
    (header,) = response.headers.getlist("Set-Cookie")
    parts = (part.strip().partition("=") for part in header.split(";")[1:])
    return {name.lower(): value for name, _, value in parts}


def log_in(session: Any) -> None:
    """Keep a user."""
    session["user"] = "joe"


def stay(session: Any) -> None:
    """Keep a user, and the session beyond the browser's."""
    session["user"] = "joe"
    session.permanent = True


def empty(session: Any) -> None:
    """Remove all values."""
    session.clear()


def named(action: Any) -> str:
    """Give a name to the test of an action."""
    return str(action.__name__).strip("_")
