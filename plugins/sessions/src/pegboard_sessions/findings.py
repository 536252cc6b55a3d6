"""What ``pegboard check`` says about an application's sessions."""

from __future__ import annotations

from collections.abc import Iterator

from pegboard_hookspecs import Application, Finding
from pegboard_hookspecs.session_kit import cookie_findings
from pegboard_sessions.keys import weak_keys

__all__ = ["findings"]


def findings(app: Application) -> list[Finding]:
    """Give what is unsafe, or what a browser would refuse."""
    if app.secret_key is None:
        return []
    return [*_about_keys(app), *cookie_findings(app.config)]


def _about_keys(app: Application) -> Iterator[Finding]:
    for name in weak_keys(app):
        yield Finding(
            "sessions.weak-key",
            "warning",
            f"{name} is so short that it can be guessed; it will do in debug and test mode only.",
            name,
            'Set it to what this prints: python -c "import secrets; print(secrets.token_hex())"',
        )
