"""The overview: what waits to be published, and how much the rest is read."""

from __future__ import annotations

from newsroom import articles
from newsroom.editions import EDITIONS
from pegboard import Blueprint, render_template

__all__ = ["blueprint"]

blueprint = Blueprint("overview", __name__)

_PER_EDITION = 6


@blueprint.get("/")
def index() -> str:
    """Show drafts, and the newest articles of each edition."""
    newest = {edition: articles.latest(edition, _PER_EDITION) for edition in EDITIONS.values()}
    return render_template("desk/overview.html", drafts=articles.drafts(), newest=newest)
