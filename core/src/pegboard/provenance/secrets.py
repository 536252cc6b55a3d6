"""Values of settings as they may be shown: what is secret is not."""

from __future__ import annotations

import re

from pegboard.config import Config

__all__ = ["shown_setting"]

_HIDDEN = "***"
# Of settings that nobody declared, only the name tells.
_SECRET_NAME = re.compile(
    r"(^|_)(SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|TOKEN|TOKENS|CREDENTIALS?|SALT|DSN"
    r"|(API|PRIVATE|ACCESS|SIGNING|ENCRYPTION)_?KEYS?)(_|$)"
)
_PASSWORD_IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s:/@'\"]*:)[^\s@'\"]+@", re.IGNORECASE)


def shown_setting(config: Config, name: str, value: object) -> str:
    """Give a value as text, without secrets.

    Secret are settings that are declared so, those whose names say so, and passwords in URLs.
    """
    if value is None or isinstance(value, bool):
        return repr(value)
    setting = config.declarations.get(name)
    is_secret = setting.is_secret if setting is not None else bool(_SECRET_NAME.search(name))
    return _HIDDEN if is_secret else _PASSWORD_IN_URL.sub(rf"\1{_HIDDEN}@", repr(value))
