"""The same entries as JSON, with errors as JSON."""

from __future__ import annotations

from typing import Any, cast

from werkzeug.exceptions import HTTPException

from guestbook import book
from pegboard import Blueprint, Response, abort, current_app, g, jsonify, request, url_for
from pegboard_database import Row

__all__ = ["blueprint"]

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/entries")
def list_entries() -> dict[str, Any]:
    """Give a page of entries, the newest first."""
    number = request.args.get("page", 1, type=int)
    page = book.page(number, current_app.config["ENTRIES_PER_PAGE"])
    return {
        "entries": [_shown(entry) for entry in page.entries],
        "page": page.number,
        "pages": page.count,
    }


@blueprint.get("/entries/<int:entry_id>")
def get_entry(entry_id: int) -> dict[str, Any]:
    """Give one entry."""
    return _shown(_found(entry_id))


@blueprint.post("/entries")
def add_entry() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Take an entry: ``{"title": "…", "body": "…"}``."""
    if g.account is None:
        abort(401, "Log in to write.")
    sent: object = request.get_json()
    if not isinstance(sent, dict):
        abort(400, "Send an object with a title and a body.")
    fields = cast("dict[str, object]", sent)
    draft = book.Draft(str(fields.get("title", "")).strip(), str(fields.get("body", "")).strip())
    wrong = draft.complaints()
    if wrong:
        abort(422, " ".join(wrong.values()))
    entry_id = book.add(draft, g.account["id"])
    location = url_for(".get_entry", entry_id=entry_id)
    return _shown(_found(entry_id)), 201, {"Location": location}


@blueprint.errorhandler(HTTPException)
def show_error(error: HTTPException) -> tuple[Response, int | None]:
    """Answer every error of the API as JSON."""
    return jsonify(status=error.code, error=error.name, detail=error.description), error.code


def _found(entry_id: int) -> Row:
    entry = book.find(entry_id)
    if entry is None:
        abort(404, f"There is no entry {entry_id}.")
    return entry


def _shown(entry: Row) -> dict[str, Any]:
    picture = entry["picture"]
    return {
        "id": entry["id"],
        "title": entry["title"],
        "body": entry["body"],
        "author": entry["author"],
        "written": entry["written"],
        "picture": picture and url_for("entries.picture", name=picture),
        "url": url_for(".get_entry", entry_id=entry["id"]),
    }
