"""What ``pegboard check`` says about an application's sessions."""

from __future__ import annotations

from collections.abc import Iterator

from pegboard_hookspecs import Application, Finding
from pegboard_hookspecs.session_kit import cookie_findings
from pegboard_sessions.keys import weak_keys

__all__ = ["findings"]

_CURE = 'Set it to what this prints: python -c "import secrets; print(secrets.token_hex())"'
_WITHOUT_KEY = Finding(
    "sessions.no-key",
    "warning",
    "There is no key to sign with: sessions and flashed messages cannot be used.",
    "SECRET_KEY",
    _CURE,
)


def findings(app: Application, *, is_deployed: bool = False) -> list[Finding]:
    """Give what is unsafe, or what a browser would refuse; without a key, that there is none."""
    if app.secret_key is None:
        return [_WITHOUT_KEY] if is_deployed else []
    return [*_about_keys(app), *cookie_findings(app.config)]


def _about_keys(app: Application) -> Iterator[Finding]:
    for name in weak_keys(app):
        yield Finding(
            "sessions.weak-key",
            "warning",
            f"{name} is so short that it can be guessed; it will do in debug and test mode only.",
            name,
            _CURE,
        )
