"""A newsroom: what a large application on Pegboard looks like."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from newsroom import api, articles, commands, database, desk, edition, errors, kiosk, typesetting
from newsroom.converters import add_converters
from newsroom.editions import EDITIONS
from newsroom.hosts import mount
from newsroom.json_types import JSONTypes
from newsroom.logs import configure_logging
from newsroom.partners import create_partners
from newsroom.readers import ReaderCount
from newsroom.security_headers import SecurityHeaders
from newsroom.settings import read_settings
from newsroom.upkeep import Upkeep
from pegboard import Pegboard

__all__ = ["create_app"]


def create_app(
    environment: str | None = None, settings: Mapping[str, Any] | None = None
) -> Pegboard:
    """Make the application, with the one for partners' hosts beside it.

    :param environment: ``development``, ``testing`` or ``production``; None asks the variable
        ``NEWSROOM_ENV``.
    :param settings: go before everything else, as tests need it.
    """
    app = Pegboard(
        __name__,
        subdomain_matching=True,
        instance_path=os.environ.get("NEWSROOM_INSTANCE"),
        instance_relative_config=True,
    )
    for plugin in (JSONTypes, ReaderCount, SecurityHeaders, Upkeep):
        app.register_plugin(plugin)
    read_settings(app, environment, settings)
    configure_logging(app.config["LOG_LEVEL"])
    database.connect_to(app)
    add_converters(app)
    typesetting.teach(app)
    errors.answer(app)
    for part in (kiosk, edition, desk, api, commands):
        app.register_blueprint(part.blueprint)
    app.shell_context_processor(_shell_names)
    mount(app, create_partners(environment, settings), app.config["PARTNERS"])
    return app


def _shell_names() -> dict[str, Any]:
    return {"EDITIONS": EDITIONS, "articles": articles}
