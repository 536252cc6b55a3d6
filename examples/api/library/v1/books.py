"""The catalogue: everybody reads it, librarians write in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from library import catalogue
from library.catalogue import Book, BookDraft, BookExistsError, BookInUseError, NewBook, StaleError
from library.pages import Page, asked_page
from library.problems import InvalidError, problem
from library.reading import read, sent
from library.tags import Tagged, demand_match
from library.v1 import access, partners
from pegboard import (
    Blueprint,
    Response,
    abort,
    current_app,
    json,
    request,
    stream_with_context,
    url_for,
)
from pegboard.views import MethodView
from pegboard_hookspecs.errors import CommandError

__all__ = ["blueprint"]

blueprint = Blueprint("books", __name__, url_prefix="/books", cli_group="library books")
blueprint.before_request(access.demand_librarian_to_write)

_LONGEST_QUERY = 200


class Books(MethodView):
    """All books."""

    def get(self) -> Page[dict[str, Any]]:
        """Give a page of the books; ``q`` has words to look for."""
        words = request.args.get("q", "")
        if len(words) > _LONGEST_QUERY:
            raise InvalidError.of_parameter("q", f"Give at most {_LONGEST_QUERY} characters.")
        return catalogue.search(words, asked_page()).shown(_shown)

    def post(self) -> tuple[Tagged, int, dict[str, str]]:
        """Take a new book."""
        book = catalogue.add(sent(NewBook))
        return _tagged(book), 201, {"Location": _url_of(book)}


class OneBook(MethodView):
    """The book of one ISBN."""

    def get(self, isbn: str) -> Tagged:
        """Give it, or nothing where the client has it already."""
        return _tagged(_found(isbn))

    def put(self, isbn: str) -> Tagged:
        """Change it, if the client has seen it as it is."""
        book = _found(isbn)
        demand_match(_tag(book))
        return _tagged(catalogue.change(book, sent(BookDraft)))

    def delete(self, isbn: str) -> tuple[str, int]:
        """Take it out of the catalogue, if the client has seen it as it is."""
        book = _found(isbn)
        demand_match(_tag(book))
        catalogue.remove(book)
        return "", 204


blueprint.add_url_rule("", view_func=Books.as_view("collection"))
blueprint.add_url_rule("/<isbn:isbn>", view_func=OneBook.as_view("item"))


@blueprint.get("/<isbn:isbn>/availability")
def availability(isbn: str) -> dict[str, Any]:
    """Say how many copies can be borrowed now."""
    book = _found(isbn)
    return {"copies": book.copies, "available": catalogue.copies_left(book)}


@blueprint.get("/<isbn:isbn>/elsewhere")
async def elsewhere(isbn: str) -> dict[str, Any]:
    """Ask the partners, all at once, whether the book can be borrowed there."""
    config = current_app.config
    found = await partners.ask_all(config["PARTNERS"], isbn, config["PARTNER_SECONDS"])
    return {"isbn": isbn, "available": found}


@blueprint.get("/export")
def export() -> Response:
    """Send the whole catalogue, a book on each line, as the database finds them."""
    lines = (f"{json.dumps(_kept(book))}\n" for book in catalogue.all_books())
    response = Response(stream_with_context(lines), mimetype="application/x-ndjson")
    response.headers["Content-Disposition"] = "attachment; filename=books.ndjson"
    return response


@blueprint.cli.command("import")
def import_books(file: Path) -> None:
    """Take the books of a file that was exported; known ones are changed.

    :param file: a book on each line, as JSON.
    """
    drafts, complaints = list[NewBook](), list[str]()
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    for number, line in enumerate(lines, start=1):
        try:
            drafts.append(read(NewBook, json.loads(line)))
        except (InvalidError, ValueError) as error:
            complaints.append(f"Line {number}: {error}")
    if complaints:
        raise CommandError("\n".join([*complaints, "Nothing was imported."]), exit_code=1)
    catalogue.take(drafts)
    print(f"Books imported: {len(drafts)}.")


@blueprint.errorhandler(BookExistsError)
def show_exists(error: BookExistsError) -> Response:
    """Refuse a book that is there already."""
    return problem(409, "Not new", str(error), "book-exists")


@blueprint.errorhandler(BookInUseError)
def show_in_use(error: BookInUseError) -> Response:
    """Refuse to forget a book that somebody has or had."""
    return problem(409, "In use", str(error), "book-in-use")


@blueprint.errorhandler(StaleError)
def show_stale(_error: StaleError) -> Response:
    """Refuse a change where another one came between reading and writing."""
    return problem(412, "Precondition Failed", "It has changed just now. Read it again.")


def _found(isbn: str) -> Book:
    return catalogue.find(isbn) or abort(404, f"There is no book {isbn}.")


def _tagged(book: Book) -> Tagged:
    return Tagged(_shown(book), _tag(book))


def _tag(book: Book) -> str:
    return f"{book.id}-{book.version}"


def _shown(book: Book) -> dict[str, Any]:
    return {
        **_kept(book),
        "url": _url_of(book),
        "availability": url_for(".availability", isbn=book.isbn),
    }


def _kept(book: Book) -> dict[str, Any]:
    """Give what an import takes."""
    return {
        "isbn": book.isbn,
        "title": book.title,
        "author": book.author,
        "year": book.year,
        "copies": book.copies,
    }


def _url_of(book: Book) -> str:
    return url_for(".item", isbn=book.isbn)
