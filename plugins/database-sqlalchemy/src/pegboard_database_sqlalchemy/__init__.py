"""Databases of all kinds for the slot ``database`` of Pegboard, by SQLAlchemy."""

from __future__ import annotations

from pegboard_database_sqlalchemy.connection import SQLAlchemyConnection
from pegboard_database_sqlalchemy.provider import SQLAlchemyDatabase

__all__ = ["SQLAlchemyConnection", "SQLAlchemyDatabase"]
