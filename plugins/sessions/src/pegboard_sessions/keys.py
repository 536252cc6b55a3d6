"""Which secret keys the plugin takes."""

from __future__ import annotations

from collections.abc import Sequence

from pegboard_hookspecs import Application, Setting
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["SECRET_KEY_MIN_BYTES", "secret_keys", "weak_keys"]

#: Bytes of a key that cannot be guessed, as many as ``secrets.token_bytes()`` gives.
_KEY_BYTES = 32

#: From when on a key is taken where strangers may reach the application.
SECRET_KEY_MIN_BYTES = Setting(
    "SECRET_KEY_MIN_BYTES",
    (int,),
    _KEY_BYTES,
    "Bytes that a secret key must have outside of debug and test mode; 0 takes any.",
)


def secret_keys(app: Application) -> tuple[str | bytes, ...]:
    """Give the keys that verify, the newest first: it signs. None when there is no key.

    While somebody develops (debug mode) or tests, short keys will do.

    :raises ConfigurationError: a key is too short.
    """
    least: int = app.config[SECRET_KEY_MIN_BYTES.name]
    if not (app.debug or app.testing):
        for name in weak_keys(app, least):
            raise ConfigurationError(
                f"The setting {name} has fewer than {least} bytes, and with a key that can be "
                "guessed anybody can write sessions. Set it to what this prints: "
                'python -c "import secrets; print(secrets.token_hex())". Short keys will do in '
                "debug and test mode only."
            )
    return tuple(key for key in _named_keys(app).values() if key) if app.secret_key else ()


def weak_keys(app: Application, least: int = _KEY_BYTES) -> list[str]:
    """Give the names of the settings whose keys are too short.

    :param least: how many bytes are enough.
    """
    return [name for name, key in _named_keys(app).items() if _size(key) < least]


def _named_keys(app: Application) -> dict[str, str | bytes]:
    older: Sequence[str | bytes] = app.config["SECRET_KEY_FALLBACKS"] or ()
    named = {f"SECRET_KEY_FALLBACKS[{index}]": key for index, key in enumerate(older)}
    return named if app.secret_key is None else {"SECRET_KEY": app.secret_key, **named}


def _size(key: str | bytes) -> int:
    return len(key.encode() if isinstance(key, str) else key)
