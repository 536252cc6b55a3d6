"""Tests of the distribution pegboard-database-sqlalchemy."""
