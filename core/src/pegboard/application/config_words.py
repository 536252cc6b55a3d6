"""Settings that an application shows as attributes of its own."""

from __future__ import annotations

from datetime import timedelta

from pegboard.application.foundation import Foundation
from pegboard.config import lifetime

__all__ = ["ConfigWords"]


class ConfigWords(Foundation):
    """An application's attributes that stand for settings: each is read from ``config``."""

    @property
    def debug(self) -> bool:
        """Debug mode: details are shown, templates are reloaded."""
        return bool(self.config["DEBUG"])

    @debug.setter
    def debug(self, value: bool) -> None:
        self.config["DEBUG"] = value

    @property
    def testing(self) -> bool:
        """Test mode: exceptions reach the test."""
        return bool(self.config["TESTING"])

    @testing.setter
    def testing(self, value: bool) -> None:
        self.config["TESTING"] = value

    @property
    def secret_key(self) -> str | bytes | None:
        """The key that signs."""
        key: str | bytes | None = self.config["SECRET_KEY"]
        return key

    @secret_key.setter
    def secret_key(self, value: str | bytes | None) -> None:
        self.config["SECRET_KEY"] = value

    @property
    def permanent_session_lifetime(self) -> timedelta:
        """How long a permanent session lives; an int that is assigned means seconds."""
        return lifetime(self.config["PERMANENT_SESSION_LIFETIME"])

    @permanent_session_lifetime.setter
    def permanent_session_lifetime(self, value: timedelta | int) -> None:
        self.config["PERMANENT_SESSION_LIFETIME"] = value

    @property
    def propagates_exceptions(self) -> bool:
        """Unhandled exceptions leave the application, as tests and debuggers want."""
        asked: bool | None = self.config["PROPAGATE_EXCEPTIONS"]
        return self.testing or self.debug if asked is None else asked

    def get_send_file_max_age(self, filename: str | None) -> int | None:  # noqa: ARG002 - for overriding
        """Say for how many seconds clients may keep a file; None leaves it to them."""
        age: timedelta | int | None = self.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return int(age.total_seconds()) if isinstance(age, timedelta) else age
