"""Publishing: what makes a draft an article, and an article a draft again."""

from __future__ import annotations

from typing import Any

from newsroom import articles
from newsroom.desk.access import for_role
from pegboard import Blueprint, current_app, flash, g, redirect, url_for

__all__ = ["blueprint"]

blueprint = Blueprint("publishing", __name__)


@blueprint.post("/articles/<int:number>/publish")
@for_role("editor")
def publish(number: int) -> Any:
    """Publish a draft today."""
    try:
        day = articles.publish(number)
    except articles.ArticleError as error:
        flash(str(error), "error")
    else:
        current_app.logger.info("%s published article %s.", g.account.name, number)
        flash(f"Published on {day}.")
    return redirect(url_for("desk.overview.index"))


@blueprint.post("/articles/<int:number>/withdraw")
@for_role("editor")
def withdraw(number: int) -> Any:
    """Make an article a draft again."""
    try:
        articles.withdraw(number)
    except articles.ArticleError as error:
        flash(str(error), "error")
    else:
        current_app.logger.info("%s withdrew article %s.", g.account.name, number)
        flash("The article is a draft again.")
    return redirect(url_for("desk.overview.index"))
