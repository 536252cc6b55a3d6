"""The slot ``database`` of Pegboard: its hook, and the words by which applications use it."""

from __future__ import annotations

from pegboard_database.connection import Connection, Row
from pegboard_database.errors import (
    DatabaseError,
    DatabaseUnavailableError,
    IntegrityError,
    StatementError,
)
from pegboard_database.settings import SETTINGS, TIMEOUT, URL
from pegboard_database.slot import DATABASE, DatabaseHooks, DatabaseProvider
from pegboard_database.unit_of_work import UnitOfWork
from pegboard_database.words import Database

__all__ = [
    "DATABASE",
    "SETTINGS",
    "TIMEOUT",
    "URL",
    "Connection",
    "Database",
    "DatabaseError",
    "DatabaseHooks",
    "DatabaseProvider",
    "DatabaseUnavailableError",
    "IntegrityError",
    "Row",
    "StatementError",
    "UnitOfWork",
]
