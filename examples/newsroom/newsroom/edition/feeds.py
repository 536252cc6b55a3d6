"""Feeds: the newest articles as Atom (RFC 4287), for an edition or one of its sections."""

from __future__ import annotations

from datetime import UTC, datetime

from newsroom import articles
from newsroom.editions import SECTIONS
from pegboard import Blueprint, Response, current_app, g, render_template, request

__all__ = ["blueprint"]

blueprint = Blueprint("feeds", __name__)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@blueprint.get("/feed.atom", defaults={"section": None})
@blueprint.get(f"/<any({', '.join(SECTIONS)}):section>/feed.atom")
def atom(section: str | None) -> Response:
    """Give a feed; a reader that has the newest one already gets 304 and no body."""
    newest = articles.latest(g.edition, 3 * current_app.config["ARTICLES_ON_FRONT"], section)
    changed = max((article.changed for article in newest), default=_LONG_AGO)
    feed = render_template("edition/feed.xml", articles=newest, changed=changed, section=section)
    response = Response(feed, mimetype="application/atom+xml")
    response.last_modified = changed
    response.add_etag()
    response.make_conditional(request)
    return response
