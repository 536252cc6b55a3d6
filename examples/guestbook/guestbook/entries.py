"""The book: its pages, writing in it, its pictures, and all of it as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from guestbook import book, pictures
from guestbook.accounts import login_required
from pegboard import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_from_directory,
    stream_with_context,
    url_for,
)

__all__ = ["blueprint"]

blueprint = Blueprint("entries", __name__)

_A_YEAR = 365 * 24 * 3600
_COLUMNS = ("id", "written", "author", "title", "body")
# A spreadsheet takes what starts like this for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/")
def index() -> str:
    """Show a page of the book."""
    number = request.args.get("page", 1, type=int)
    return render_template(
        "entries/index.html", page=book.page(number, current_app.config["ENTRIES_PER_PAGE"])
    )


@blueprint.route("/write", methods=["GET", "POST"])
@login_required
def write() -> Any:
    """Show the form, or take an entry."""
    if request.method == "GET":
        return render_template("entries/write.html", draft=book.Draft("", ""), wrong={})
    draft = book.Draft(request.form["title"].strip(), request.form["body"].strip())
    wrong = draft.complaints()
    picture = None
    upload = request.files.get("picture")
    if upload and not wrong:
        try:
            picture = pictures.save(upload, current_app.config["UPLOADS"])
        except pictures.UnknownPictureError as error:
            wrong["picture"] = str(error)
    if wrong:
        return render_template("entries/write.html", draft=draft, wrong=wrong), 422
    book.add(draft, g.account["id"], picture)
    flash("Your entry is in the book.")
    return redirect(url_for(".index"))


@blueprint.post("/entries/<int:entry_id>/delete")
@login_required
def delete(entry_id: int) -> Any:
    """Take an entry out of the book; only its author may."""
    entry = book.find(entry_id)
    if entry is None:
        abort(404, f"There is no entry {entry_id}.")
    if entry["account_id"] != g.account["id"]:
        abort(403, "Only its author can delete an entry.")
    book.delete(entry_id)
    flash("The entry is gone.")
    return redirect(url_for(".index"))


@blueprint.get("/pictures/<name>")
def picture(name: str) -> Response:
    """Send an uploaded picture; its name never means another file, so it may be kept."""
    return send_from_directory(current_app.config["UPLOADS"], name, max_age=_A_YEAR)


@blueprint.get("/export.csv")
def export() -> Response:
    """Send all entries as CSV, row by row as the database gives them."""
    response = Response(stream_with_context(_csv_rows()), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=guestbook.csv"
    return response


def _csv_rows() -> Iterator[str]:
    yield _csv_line(_COLUMNS)
    for entry in book.all_entries():
        yield _csv_line([_harmless(entry[column]) for column in _COLUMNS])


def _csv_line(values: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
