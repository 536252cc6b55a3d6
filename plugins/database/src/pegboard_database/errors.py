"""What goes wrong with a database, whichever provider is asked.

::

    PegboardError
    └── DatabaseError                 the root: whatever a provider raises
        ├── IntegrityError            a change would break a rule of the tables
        ├── StatementError            the database does not understand a statement
        └── DatabaseUnavailableError  (ServiceUnavailable)  it is locked or cannot be reached

No message has a value that was bound to a statement: visitors sent it, and messages are logged.
"""

from __future__ import annotations

from werkzeug.exceptions import ServiceUnavailable

from pegboard_hookspecs.errors import PegboardError

__all__ = ["DatabaseError", "DatabaseUnavailableError", "IntegrityError", "StatementError"]

#: After how many seconds a client may try again.
_RETRY_AFTER = 5


class DatabaseError(PegboardError):
    """The root of the errors of a database; the library's own error is the cause."""


class IntegrityError(DatabaseError):
    """A change would break a rule of the tables: a unique value twice, a row that is missing."""


class StatementError(DatabaseError):
    """A statement is wrong: its grammar, a table, a parameter without a value."""


class DatabaseUnavailableError(ServiceUnavailable, DatabaseError):
    """The database is locked or cannot be reached: a 503 for the visitor, who is told no more.

    :param message: the whole sentence, for the log.
    """

    description = "The database is not available at the moment. Try again in a few seconds."

    def __init__(self, message: str) -> None:
        super().__init__(retry_after=_RETRY_AFTER)
        self.message = message

    def __str__(self) -> str:
        return self.message
