"""A guestbook: what an application on Pegboard looks like."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guestbook import accounts, api, database, entries
from guestbook.first_start import prepare
from guestbook.timing import RequestTiming
from pegboard import Pegboard, abort, request

__all__ = ["create_app"]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def create_app(settings: Mapping[str, Any] | None = None) -> Pegboard:
    """Make the application.

    :param settings: go before everything else, as tests need it.
    """
    app = Pegboard(
        __name__,
        instance_path=os.environ.get("GUESTBOOK_INSTANCE"),
        instance_relative_config=True,
    )
    app.config.from_mapping(
        DATABASE=str(Path(app.instance_path, "guestbook.sqlite")),
        UPLOADS=str(Path(app.instance_path, "uploads")),
        ENTRIES_PER_PAGE=10,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
    )
    app.config.from_pyfile("config.py", silent=True)
    app.config.from_prefixed_env("GUESTBOOK")
    app.config.from_mapping(settings)
    database.connect_to(app)
    prepare(app)

    app.register_plugin(RequestTiming)
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(entries.blueprint)
    app.register_blueprint(api.blueprint)
    app.before_request(refuse_other_sites)
    return app


def refuse_other_sites() -> None:
    """Refuse what a page of another site sends in a visitor's name."""
    is_foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
    if is_foreign and request.method not in _READING:
        abort(403, "This form was sent from another site.")
