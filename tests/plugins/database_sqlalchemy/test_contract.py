"""The suite of the slot."""

from __future__ import annotations

from pegboard_database.contract import DatabaseContract
from pegboard_database_sqlalchemy import SQLAlchemyDatabase


class TestSQLAlchemyDatabase(DatabaseContract):
    provider = SQLAlchemyDatabase
