"""Settings: one class for each environment, and what goes before it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any, ClassVar

from newsroom.sources import Source, markets, transit, weather
from pegboard import Pegboard
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["Development", "Production", "Settings", "Testing", "read_settings"]


class Settings:
    """What all environments start from."""

    #: Editions, desk and API are subdomains of it.
    SERVER_NAME: str | None = None
    #: Hosts of partners, without a port: what they call themselves, and whose articles they show.
    PARTNERS: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    ARTICLES_ON_FRONT = 7
    #: Whom the briefing asks, and for how many seconds it waits for an answer.
    SOURCES: ClassVar[Sequence[Source]] = (weather, transit, markets)
    SOURCE_PATIENCE = 1.5
    #: The largest upload, in bytes.
    MAX_CONTENT_LENGTH = 20 * 1024 * 1024
    #: As :func:`werkzeug.security.generate_password_hash` takes it.
    PASSWORD_METHOD = "scrypt"  # noqa: S105 - it is no password
    LOG_LEVEL = "INFO"
    #: Bring the database up to date at the start.
    MIGRATES_AT_START = False


class Development(Settings):
    """One person's machine. Browsers find ``localhost`` and everything below it there."""

    SECRET_KEY = "it signs nothing that anybody else sees"  # noqa: S105 - as it says
    SERVER_NAME = "newsroom.localhost:5000"
    PARTNERS: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "partner-a.localhost": {"name": "Spree Radio", "edition": "berlin"},
        "partner-b.localhost": {"name": "Hôtel du Canal", "edition": "paris"},
    }
    LOG_LEVEL = "DEBUG"
    MIGRATES_AT_START = True


class Testing(Development):
    """Tests, which are in a hurry."""

    TESTING = True
    SERVER_NAME = "newsroom.test"
    PARTNERS: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "partner-a.test": {"name": "Spree Radio", "edition": "berlin"},
        "partner-b.test": {"name": "Hôtel du Canal", "edition": "paris"},
    }
    ARTICLES_ON_FRONT = 3
    SOURCES: ClassVar[Sequence[Source]] = ()
    PASSWORD_METHOD = "pbkdf2:sha256:1"  # noqa: S105 - it is no password


class Production(Settings):
    """Servers; their key, their names and their partners are in the instance folder."""

    PREFERRED_URL_SCHEME = "https"
    SESSION_COOKIE_SECURE = True


_ENVIRONMENTS: Mapping[str, type[Settings]] = {
    "development": Development,
    "testing": Testing,
    "production": Production,
}


def read_settings(
    app: Pegboard, environment: str | None, settings: Mapping[str, Any] | None
) -> None:
    """Give an application its settings, the later ones before the earlier.

    They come from the class of the environment, from the file ``newsroom.toml`` of the instance
    folder, from variables such as ``NEWSROOM_SERVER_NAME``, and from whoever makes the
    application. The file may have a table for each environment, which goes before the rest of it.

    :param environment: None asks the variable ``NEWSROOM_ENV``.
    :raises ConfigurationError: there is no such environment.
    """
    name = environment or os.environ.get("NEWSROOM_ENV", "development")
    if name not in _ENVIRONMENTS:
        raise ConfigurationError(
            f"There is no environment {name!r}. Set NEWSROOM_ENV to one of these: "
            f"{', '.join(_ENVIRONMENTS)}."
        )
    app.config.from_object(_ENVIRONMENTS[name])
    app.config.from_mapping(
        DATABASE=str(Path(app.instance_path, "newsroom.sqlite")),
        PAPERS=str(Path(app.instance_path, "papers")),
    )
    app.config.from_file("newsroom.toml", partial(_load, name), silent=True, text=False)
    app.config.from_prefixed_env("NEWSROOM")
    app.config.from_mapping(settings)


def _load(environment: str, file: IO[bytes]) -> dict[str, Any]:
    table = tomllib.load(file)
    return {**table, **table.get(environment, {})}
