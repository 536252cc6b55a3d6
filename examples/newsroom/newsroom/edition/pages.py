"""The pages of an edition: its front, sections, days and articles, and the printed paper."""

from __future__ import annotations

from datetime import date

from newsroom import articles, papers
from newsroom.editions import SECTIONS
from newsroom.readers import note_reading
from pegboard import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    render_template,
    request,
    send_from_directory,
)

__all__ = ["blueprint"]

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def front() -> str:
    """Show the newest articles."""
    newest = articles.latest(g.edition, current_app.config["ARTICLES_ON_FRONT"])
    return render_template("edition/front.html", articles=newest)


@blueprint.get(f"/<any({', '.join(SECTIONS)}):section>/")
def section(section: str) -> str:
    """Show the newest articles of a section."""
    newest = articles.latest(g.edition, 3 * current_app.config["ARTICLES_ON_FRONT"], section)
    return render_template("edition/section.html", articles=newest, section=section)


@blueprint.get("/<day:day>/")
def of_day(day: date) -> str:
    """Show what was published on a day, and where its printed paper is."""
    return render_template(
        "edition/day.html",
        articles=articles.of_day(g.edition, day),
        day=day,
        has_paper=papers.is_there(g.edition, day),
    )


@blueprint.get("/<day:day>/<slug>")
def article(day: date, slug: str) -> str:
    """Show an article."""
    found = articles.published(g.edition, day, slug)
    if found is None:
        abort(404)
    note_reading(request, found)
    return render_template("edition/article.html", article=found)


@blueprint.get("/<day:day>/paper.pdf")
def paper(day: date) -> Response:
    """Send the printed paper of a day, out of the instance folder."""
    return send_from_directory(
        papers.folder(), papers.name_of(g.edition, day), as_attachment=True, max_age=3600
    )
