"""The blueprint of all editions: ``berlin.newsroom.test`` and its sisters.

Views below it do not take the edition as an argument, and do not give it to ``url_for``.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from werkzeug.exceptions import NotFound

from newsroom.edition import briefing, feeds, pages
from newsroom.editions import EDITIONS, SECTIONS
from newsroom.phrases import say
from pegboard import Blueprint, g, render_template

__all__ = ["blueprint"]

blueprint = Blueprint("edition", __name__, subdomain="<edition:edition>")
blueprint.register_blueprint(pages.blueprint)
blueprint.register_blueprint(briefing.blueprint)
blueprint.register_blueprint(feeds.blueprint)


@blueprint.url_value_preprocessor
def take_edition(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Put the edition of the request's subdomain into ``g``."""
    if values is not None:
        g.edition = values.pop("edition")


@blueprint.url_defaults
def give_edition(_endpoint: str, values: dict[str, Any]) -> None:
    """Build URLs for the reader's edition, unless they are for another one."""
    if "edition" in g:
        values.setdefault("edition", g.edition)


@blueprint.context_processor
def speak() -> dict[str, Any]:
    """Let pages speak the language of their edition."""
    return {
        "edition": g.edition,
        "editions": EDITIONS.values(),
        "sections": SECTIONS,
        "say": partial(say, language=g.edition.language),
    }


@blueprint.errorhandler(404)
def show_gone(_error: NotFound) -> tuple[str, int]:
    """Say it in the reader's language, where a view found nothing."""
    return render_template("edition/gone.html"), 404
