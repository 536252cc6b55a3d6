"""Scripts: where one statement ends."""

from __future__ import annotations

import pytest

from pegboard_database.sqlite import writes
from pegboard_database.statements import statements

TRIGGER = "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END;"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" -- nothing;\n/* ; */ ", [], id="comments"),
        pytest.param("SELECT 1", ["SELECT 1"], id="without a semicolon"),
        pytest.param("SELECT 1; SELECT 2;\n", ["SELECT 1;", "SELECT 2;"], id="two"),
        pytest.param("SELECT ';';SELECT \";\"", ["SELECT ';';", 'SELECT ";"'], id="quotes"),
        pytest.param(f"{TRIGGER} SELECT 1;", [TRIGGER, "SELECT 1;"], id="trigger"),
    ],
)
def test_a_script_is_taken_apart(script: str, found: list[str]) -> None:
    """A semicolon in quotes, a comment or the body of a trigger ends no statement."""
    assert list(statements(script)) == found


@pytest.mark.parametrize(
    ("sql", "is_change"),
    [
        ("SELECT 'INSERT'", False),
        (" -- why\n select 1", False),
        ("/* a */ /* b */ VALUES (1)", False),
        ("EXPLAIN DELETE FROM a", False),
        ("PRAGMA user_version", False),
        ("WITH x AS (SELECT 1) SELECT * FROM x", False),
        ("WITH x AS (SELECT 1) DELETE FROM a", True),
        ("INSERT INTO a VALUES (1)", True),
        ("CREATE TABLE a (b)", True),
        ("SAVEPOINT a", True),
        ("selection", True),
        ("/* " * 10_000, True),
    ],
)
def test_what_only_reads_is_known(sql: str, is_change: bool) -> None:
    """Only a statement that clearly reads begins no transaction."""
    assert writes(sql) is is_change
