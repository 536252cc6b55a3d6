"""Partners' sites: whole hosts of others, each with the articles of one edition.

An application of its own: ``pegboard --app newsroom.partners:create_partners run`` serves it alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from werkzeug.exceptions import HTTPException

from newsroom import articles, database, typesetting
from newsroom.editions import EDITIONS, Edition
from newsroom.phrases import say
from newsroom.readers import ReaderCount, note_reading
from newsroom.security_headers import SecurityHeaders
from newsroom.settings import read_settings
from pegboard import Pegboard, abort, current_app, g, render_template, request

__all__ = ["Partner", "create_partners"]

_HOST = "<host>"


@dataclass(frozen=True, slots=True)
class Partner:
    """Who shows our articles.

    :param name: what the site calls itself.
    """

    name: str
    edition: Edition


def create_partners(
    environment: str | None = None, settings: Mapping[str, Any] | None = None
) -> Pegboard:
    """Make the application for partners' hosts; arguments are those of ``create_app``."""
    app = Pegboard(
        __name__,
        host_matching=True,
        static_host=_HOST,
        instance_path=os.environ.get("NEWSROOM_INSTANCE"),
        instance_relative_config=True,
    )
    app.register_plugin(ReaderCount)
    app.register_plugin(SecurityHeaders)
    read_settings(app, environment, settings)
    database.connect_to(app)
    typesetting.teach(app)
    app.url_value_preprocessor(take_host)
    app.url_defaults(give_host)
    app.before_request(find_partner)
    app.context_processor(speak)
    app.register_error_handler(HTTPException, show_error)
    app.add_url_rule("/", view_func=front, host=_HOST)
    app.add_url_rule("/articles/<int:number>", view_func=article, host=_HOST)
    return app


def take_host(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep the host from views, which ask for ``g.partner``."""
    if values is not None:
        values.pop("host")


def give_host(_endpoint: str, values: dict[str, Any]) -> None:
    """Build URLs on the host that was asked, with its port."""
    values.setdefault("host", request.host)


def find_partner() -> None:
    """Find out whose host it is."""
    known = current_app.config["PARTNERS"].get(request.host.partition(":")[0])
    if known is None:
        abort(404)
    g.partner = Partner(known["name"], EDITIONS[known["edition"]])


def speak() -> dict[str, Any]:
    """Let pages speak the language of their articles."""
    return {
        "partner": g.partner,
        "edition": g.partner.edition,
        "say": partial(say, language=g.partner.edition.language),
    }


def front() -> str:
    """Show the newest articles."""
    newest = articles.latest(g.partner.edition, current_app.config["ARTICLES_ON_FRONT"])
    return render_template("partners/front.html", articles=newest)


def article(number: int) -> str:
    """Show an article, if it is the partner's to show."""
    found = articles.find(number)
    if found is None or found.day is None or found.edition != g.partner.edition:
        abort(404)
    note_reading(request, found)
    return render_template("partners/article.html", article=found)


def show_error(error: HTTPException) -> HTTPException | tuple[str, int | None]:
    """Show a page of the partner's; a host that is nobody's has none."""
    if "partner" not in g:
        return error
    return render_template("partners/error.html", error=error), error.code
