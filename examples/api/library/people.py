"""The members of the library, and the tokens by which they are known."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from library.database import connection, cut, writing
from library.pages import Asked, Page
from library.reading import Draft

__all__ = [
    "Member",
    "MemberDraft",
    "MemberExistsError",
    "MemberOwesError",
    "add",
    "everybody",
    "find",
    "find_by_email",
    "give_token",
    "owner_of",
    "remove",
]

_LONGEST_TEXT = 200


class MemberExistsError(Exception):
    """Another member has that address."""


class MemberOwesError(Exception):
    """The member cannot go: there are loans in the member's name."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may borrow books; librarians may write in the catalogue as well."""

    id: int
    name: str
    email: str
    is_librarian: bool
    joined: date


@dataclass(frozen=True, kw_only=True)
class MemberDraft(Draft):
    """Somebody who wants to join."""

    name: str
    email: str
    is_librarian: bool = False

    def complaints(self) -> Iterator[tuple[str, str]]:
        """Say what is wrong, by field."""
        if not 0 < len(self.name.strip()) <= _LONGEST_TEXT:
            yield "name", f"Write 1 to {_LONGEST_TEXT} characters."
        before, at, behind = self.email.partition("@")
        if not (before and at and behind) or len(self.email) > _LONGEST_TEXT:
            yield "email", "Give an address, as in ada@example.org."


def everybody(asked: Asked) -> Page[Member]:
    """Give a page of the members, by name."""
    rows, total = cut("SELECT * FROM member ORDER BY name, id", (), asked.size, asked.number)
    return Page([_member(row) for row in rows], asked, total)


def find(member_id: int) -> Member | None:
    """Give one member, or None."""
    return _one("SELECT * FROM member WHERE id = ?", member_id)


def find_by_email(email: str) -> Member | None:
    """Give the member who has an address, or None."""
    return _one("SELECT * FROM member WHERE email = ?", email)


def add(draft: MemberDraft) -> Member:
    """Take a new member.

    :raises MemberExistsError: somebody has that address.
    """
    joined = datetime.now(UTC).date().isoformat()
    try:
        with writing() as transaction:
            row = transaction.execute(
                """
                INSERT INTO member (name, email, is_librarian, joined) VALUES (?, ?, ?, ?)
                RETURNING *
                """,
                (draft.name, draft.email, draft.is_librarian, joined),
            ).fetchone()
    except sqlite3.IntegrityError:
        raise MemberExistsError(f"There is a member {draft.email} already.") from None
    return _member(row)


def remove(member: Member) -> None:
    """Let a member go, with all tokens.

    :raises MemberOwesError: there are loans in the member's name.
    """
    try:
        with writing() as transaction:
            transaction.execute("DELETE FROM member WHERE id = ?", (member.id,))
    except sqlite3.IntegrityError:
        raise MemberOwesError(f"The member {member.id} has loans.") from None


def give_token(member: Member, days: int) -> str:
    """Make a token that stands for a member; the database keeps only its digest."""
    token = f"lib_{secrets.token_urlsafe(32)}"
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat()
    with writing() as transaction:
        transaction.execute(
            "INSERT INTO token (digest, member_id, expires) VALUES (?, ?, ?)",
            (_digest(token), member.id, expires),
        )
    return token


def owner_of(token: str) -> Member | None:
    """Give the member whom a token stands for; None for one that is unknown or too old."""
    return _one(
        """
        SELECT member.* FROM token JOIN member ON member.id = member_id
        WHERE digest = ? AND expires > ?
        """,
        _digest(token),
        datetime.now(UTC).isoformat(),
    )


def _one(query: str, *values: object) -> Member | None:
    row = connection().execute(query, values).fetchone()
    return None if row is None else _member(row)


def _member(row: sqlite3.Row) -> Member:
    return Member(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        is_librarian=bool(row["is_librarian"]),
        joined=date.fromisoformat(row["joined"]),
    )


def _digest(token: str) -> str:
    # Plain, and no slow hash for passwords: nobody guesses 32 random bytes.
    return sha256(token.encode()).hexdigest()
