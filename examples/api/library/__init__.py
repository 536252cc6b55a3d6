"""A lending library: what a JSON API on Pegboard looks like."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import HTTPException

from library import database, problems, samples, v1
from library.converters import ISBNConverter, KeyConverter
from library.plugin import Library
from pegboard import Pegboard, url_for

__all__ = ["create_app"]


def create_app(settings: Mapping[str, Any] | None = None) -> Pegboard:
    """Make the application.

    :param settings: go before everything else, as tests need it.
    """
    app = Pegboard(__name__, instance_path=os.environ.get("LIBRARY_INSTANCE"), static_folder=None)
    # First, because it declares the settings: from here on a wrong one is refused by its line.
    app.register_plugin(Library)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.config.from_prefixed_env("LIBRARY")
    app.config.from_mapping(settings)
    app.logger.setLevel(app.config["LOG_LEVEL"])

    database.connect_to(app)
    samples.add_command(app)
    app.add_converter("isbn", ISBNConverter)
    app.add_converter("key", KeyConverter)
    app.register_error_handler(database.NotReadyError, problems.show_not_ready)
    # What no blueprint has a handler for, and URLs that belong to none.
    app.register_error_handler(HTTPException, problems.show_http_error)
    app.register_blueprint(v1.blueprint)
    app.add_url_rule("/", view_func=versions)
    app.add_url_rule("/health", view_func=health)
    return app


def versions() -> dict[str, Any]:
    """Say which versions there are; old ones stay beside new ones."""
    return {"versions": {"v1": url_for("v1.index")}}


def health() -> dict[str, str]:
    """Tell whoever starts and stops servers that this one can answer."""
    database.connection().execute("SELECT 1 FROM book")
    return {"status": "ok"}
