"""SQLite for the slot ``database`` of Pegboard, by the standard library."""

from __future__ import annotations

from pegboard_database_sqlite.connection import SQLiteConnection
from pegboard_database_sqlite.provider import SQLiteDatabase

__all__ = ["SQLiteConnection", "SQLiteDatabase"]
