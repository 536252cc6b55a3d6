"""Which store the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import ConfigurationError
from pegboard_sessions_server.stores import Store

__all__ = ["chosen_store"]

_REDIS = frozenset({"redis", "rediss", "unix"})
#: Valkey's clients take these names for the same protocol.
_VALKEY = {"valkey": "redis", "valkeys": "rediss"}
_DEFAULT_FILE = "sessions.sqlite"


def chosen_store(app: Application) -> Store:
    """Make the store that an application's settings name; nothing is opened yet.

    :raises ConfigurationError: ``SESSION_STORE`` names none, or its library is missing.
    """
    value: Any = app.config["SESSION_STORE"]
    if value is None or isinstance(value, Path):
        return _in_file(app, value or Path(_DEFAULT_FILE))
    if isinstance(value, str):
        return _of_url(app, value)
    if hasattr(value, "register_script"):
        return _in_redis(app, lambda: value)
    if hasattr(value, "get_many"):
        from pegboard_sessions_server.stores.in_cache import (  # noqa: PLC0415 - few need it
            CacheStore,
        )

        return CacheStore(value, _prefix(app))
    if hasattr(value, "replace") and hasattr(value, "failures"):
        return cast("Store", value)
    raise _complaint(
        f"is a {type(value).__name__}",
        "Give a URL, a client of redis-py, a cache of cachelib or a Store",
    )


def _of_url(app: Application, url: str) -> Store:
    parts = urlsplit(url)
    scheme = _VALKEY.get(parts.scheme, parts.scheme)
    if scheme in _REDIS:
        return _in_redis_at(app, scheme + url[len(parts.scheme) :])
    path = unquote(parts.path).removeprefix("/")
    if scheme != "sqlite" or parts.netloc or not path or path == ":memory:":
        # The URL itself is not shown: it may have a password.
        raise _complaint(
            f"is a URL that starts with {parts.scheme!r} and names no store",
            "Use sqlite:///FILE, redis://HOST, rediss://HOST or unix://SOCKET",
        )
    return _in_file(app, Path(path))


def _in_file(app: Application, path: Path) -> Store:
    from pegboard_sessions_server.stores.in_sqlite import (  # noqa: PLC0415 - others do without it
        SQLiteStore,
    )

    return SQLiteStore(Path(app.instance_path) / path, app.config["SESSION_STORE_TIMEOUT"])


def _in_redis_at(app: Application, url: str) -> Store:
    def connected() -> Any:
        from pegboard_sessions_server.stores.in_redis import (  # noqa: PLC0415 - an extra
            client_of,
        )

        return client_of(url, app.config["SESSION_STORE_TIMEOUT"])

    return _in_redis(app, connected)


def _in_redis(app: Application, connected: Any) -> Store:
    try:
        from pegboard_sessions_server.stores.in_redis import (  # noqa: PLC0415 - an extra
            RedisStore,
        )
    except ImportError as error:
        raise _complaint(
            "names a server of Redis, and redis-py is missing",
            "Run: pip install 'pegboard-sessions-server[redis]'",
        ) from error
    return RedisStore(connected(), _prefix(app))


def _prefix(app: Application) -> str:
    prefix: str = app.config["SESSION_STORE_PREFIX"]
    return prefix


def _complaint(what: str, cure: str) -> ConfigurationError:
    return ConfigurationError(f"The setting SESSION_STORE {what}. {cure}.")
