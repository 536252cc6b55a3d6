"""The export: all articles and drafts as JSON Lines, sent as the database finds them."""

from __future__ import annotations

from collections.abc import Iterator

from newsroom import articles
from newsroom.desk.access import for_role
from pegboard import Blueprint, Response, json, stream_with_context

__all__ = ["blueprint"]

blueprint = Blueprint("export", __name__)


@blueprint.get("/articles.jsonl")
@for_role("editor")
def export() -> Response:
    """Stream one line for each article; the database is closed behind the last one."""
    response = Response(stream_with_context(_lines()), mimetype="application/jsonl")
    response.headers["Content-Disposition"] = "attachment; filename=articles.jsonl"
    return response


def _lines() -> Iterator[str]:
    for article in articles.everything():
        yield f"{json.dumps(article)}\n"
