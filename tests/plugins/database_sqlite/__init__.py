"""Tests of the distribution pegboard-database-sqlite."""
