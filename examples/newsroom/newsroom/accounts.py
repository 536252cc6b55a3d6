"""Accounts of those who work at the desk, and their roles."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from werkzeug.security import check_password_hash, generate_password_hash

from newsroom.database import connection
from pegboard import current_app

__all__ = ["Account", "Role", "TakenNameError", "add", "find", "verified"]

#: Writers write, and change what is theirs. Editors change everything, and publish it.
Role = Literal["writer", "editor"]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works at the desk."""

    number: int
    name: str
    role: Role

    @property
    def is_editor(self) -> bool:
        """May publish, and change what others wrote."""
        return self.role == "editor"


class TakenNameError(ValueError):
    """Another account has the name."""


def add(name: str, password: str, role: Role) -> Account:
    """Make an account.

    :raises TakenNameError: the name is taken, in capitals too.
    """
    values = (name, _hashed(password), role)
    try:
        with connection() as transaction:
            cursor = transaction.execute(
                "INSERT INTO account (name, password, role) VALUES (?, ?, ?)", values
            )
    except sqlite3.IntegrityError:
        raise TakenNameError(f"There is an account {name!r} already.") from None
    return Account(cursor.lastrowid or 0, name, role)


def find(number: int) -> Account | None:
    """Give the account of a number."""
    rows = connection().execute("SELECT id, name, role FROM account WHERE id = ?", (number,))
    row = rows.fetchone()
    return None if row is None else Account(*row)


def verified(name: str, password: str) -> Account | None:
    """Give the account of a name, if the password is right."""
    rows = connection().execute("SELECT * FROM account WHERE name = ?", (name,))
    row = rows.fetchone()
    if row is None:
        # It takes as long as a check, so that nobody can measure which names there are.
        _hashed(password)
        return None
    is_right = check_password_hash(row["password"], password)
    return Account(row["id"], row["name"], row["role"]) if is_right else None


def _hashed(password: str) -> str:
    return generate_password_hash(password, current_app.config["PASSWORD_METHOD"])
