"""A few books and two members, to try the library with."""

from __future__ import annotations

from library import catalogue, people
from library.catalogue import NewBook
from library.people import MemberDraft, MemberExistsError
from pegboard import Pegboard, current_app
from pegboard_hookspecs.errors import CommandError

__all__ = ["add_command"]

_BOOKS = (
    NewBook(isbn="9780131103627", title="The C Programming Language", author="K&R", year=1988),
    NewBook(isbn="9780141439518", title="Pride and Prejudice", author="Jane Austen", year=2002),
    NewBook(isbn="9780262510875", title="SICP", author="Abelson, Sussman", year=1996, copies=2),
    NewBook(isbn="9780345391803", title="The Hitchhiker's Guide", author="Adams", year=1995),
)
_MEMBERS = (
    MemberDraft(name="Ada Lovelace", email="ada@example.org", is_librarian=True),
    MemberDraft(name="Grace Hopper", email="grace@example.org"),
)


def add_command(app: Pegboard) -> None:
    """Bring the command ``seed``."""

    @app.cli.command
    def seed() -> None:
        """Put books and members into an empty database, and print the members' tokens."""
        for draft in _MEMBERS:
            print(f"{draft.email}  {_token_of(draft)}")
        catalogue.take(_BOOKS)


def _token_of(draft: MemberDraft) -> str:
    try:
        member = people.add(draft)
    except MemberExistsError as error:
        raise CommandError(f"{error} Run init-db first, to begin anew.") from None
    return people.give_token(member, current_app.config["TOKEN_DAYS"])
