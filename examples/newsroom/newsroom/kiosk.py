"""The kiosk: the page of the main host, where all editions hang side by side."""

from __future__ import annotations

from newsroom import articles
from newsroom.editions import EDITIONS
from pegboard import Blueprint, render_template

__all__ = ["blueprint"]

blueprint = Blueprint("kiosk", __name__)


@blueprint.get("/")
def index() -> str:
    """Show every edition with its newest article."""
    shown = [(edition, articles.latest(edition, limit=1)) for edition in EDITIONS.values()]
    return render_template("kiosk/index.html", shown=shown)
