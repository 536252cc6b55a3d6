"""The API: articles as JSON, with errors as JSON."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import HTTPException

from newsroom import articles
from newsroom.articles import Article
from newsroom.editions import EDITIONS, SECTIONS, Edition
from pegboard import Blueprint, Response, abort, jsonify, request, url_for

__all__ = ["blueprint"]

blueprint = Blueprint("api", __name__, subdomain="api")

_MOST = 50


@blueprint.get("/editions")
def list_editions() -> list[dict[str, str]]:
    """Give all editions."""
    return [
        {
            "name": edition.slug,
            "title": edition.title,
            "language": edition.language,
            "articles": url_for(".list_articles", edition=edition, _external=True),
        }
        for edition in EDITIONS.values()
    ]


@blueprint.get("/editions/<edition:edition>/articles")
def list_articles(edition: Edition) -> list[dict[str, Any]]:
    """Give the newest articles of an edition: ``?section=sport&limit=5``."""
    section = request.args.get("section")
    limit = request.args.get("limit", 10, type=int)
    if section is not None and section not in SECTIONS:
        abort(400, f"There is no section {section!r}, but {', '.join(SECTIONS)}.")
    if not 0 < limit <= _MOST:
        abort(400, f"The limit may be 1 to {_MOST}.")
    return [_shown(article) for article in articles.latest(edition, limit, section)]


@blueprint.get("/articles/<int:number>")
def get_article(number: int) -> dict[str, Any]:
    """Give an article with its text."""
    article = articles.find(number)
    if article is None or article.day is None:
        abort(404, f"There is no article {number}.")
    return {**_shown(article), "body": article.body}


@blueprint.errorhandler(HTTPException)
def show_error(error: HTTPException) -> tuple[Response, int | None]:
    """Answer every error of the API as JSON."""
    return jsonify(status=error.code, error=error.name, detail=error.description), error.code


def _shown(article: Article) -> dict[str, Any]:
    page = url_for(
        "edition.pages.article", edition=article.edition, day=article.day, slug=article.slug
    )
    return {
        "author": article.author,
        "day": article.day,
        "edition": article.edition,
        "page": page,
        "section": article.section,
        "teaser": article.teaser,
        "title": article.title,
        "url": url_for(".get_article", number=article.number, _external=True),
    }
