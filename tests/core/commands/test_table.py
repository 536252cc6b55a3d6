"""Tables on a terminal."""

from __future__ import annotations

import pytest

from pegboard.commands.table import paragraph, table

ROWS = [("one", "a"), ("two", "a rather long text that goes on")]


def test_columns_are_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each column is as wide as its widest cell; nothing trails."""
    monkeypatch.delenv("COLUMNS", raising=False)

    assert table(("Number", "Text"), ROWS).splitlines() == [
        "Number  Text",
        "------  ----",
        "one     a",
        "two     a rather long text that goes on",
    ]


def test_the_last_column_is_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the last column is wrapped at words, below itself."""
    monkeypatch.setenv("COLUMNS", "30")

    assert table((), ROWS, "  ").splitlines() == [
        "  one  a",
        "  two  a rather long text that",
        "       goes on",
    ]


def test_a_long_word_is_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no spaces, as a rule, can be copied from the terminal whole."""
    monkeypatch.setenv("COLUMNS", "20")
    rule = "/a/rule/that/is/longer-than/the/terminal"

    assert table((), [("x", rule)]) == f"x  {rule}"


def test_a_paragraph_keeps_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of a text is wrapped by itself, and indented."""
    monkeypatch.setenv("COLUMNS", "24")

    assert paragraph("one two three four five\nsix", "  ").splitlines() == [
        "  one two three four",
        "  five",
        "  six",
    ]


def test_what_is_no_terminal_is_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a file or a pipe a line stays whole, so that it can be searched."""
    monkeypatch.delenv("COLUMNS", raising=False)

    assert paragraph("word " * 40) == "word " * 40
