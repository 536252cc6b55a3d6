"""Which secret keys the plugin takes."""

from __future__ import annotations

from collections.abc import Sequence

from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["secret_keys", "weak_keys"]

#: Bytes of a key that cannot be guessed, as many as ``secrets.token_bytes()`` gives.
_KEY_BYTES = 32


def secret_keys(app: Application) -> tuple[str | bytes, ...]:
    """Give the keys that verify, the newest first: it signs. None when there is no key.

    While somebody develops (debug mode) or tests, short keys will do.

    :raises ConfigurationError: a key is too short.
    """
    if not (app.debug or app.testing):
        for name in weak_keys(app):
            raise ConfigurationError(
                f"The setting {name} has fewer than {_KEY_BYTES} bytes, and with a key that can be "
                "guessed anybody can write sessions. Set it to what this prints: "
                'python -c "import secrets; print(secrets.token_hex())". Short keys will do in '
                "debug and test mode only."
            )
    return tuple(key for key in _named_keys(app).values() if key) if app.secret_key else ()


def weak_keys(app: Application) -> list[str]:
    """Give the names of the settings whose keys are too short."""
    return [name for name, key in _named_keys(app).items() if _size(key) < _KEY_BYTES]


def _named_keys(app: Application) -> dict[str, str | bytes]:
    older: Sequence[str | bytes] = app.config["SECRET_KEY_FALLBACKS"] or ()
    named = {f"SECRET_KEY_FALLBACKS[{index}]": key for index, key in enumerate(older)}
    return named if app.secret_key is None else {"SECRET_KEY": app.secret_key, **named}


def _size(key: str | bytes) -> int:
    return len(key.encode() if isinstance(key, str) else key)
