"""The page "From Flask" leaves no name out, and names nothing that is not there."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

import pytest

from docs.from_flask import Area, Row, areas
from tests.docs.counterparts import counterpart, help_of, setting_of
from tests.docs.flask_names import command_options, flask_names
from tests.docs.signatures import untaken

pytestmark = pytest.mark.needs(
    "cli", "errors", "json", "routing", "server", "sessions", "signals", "static", "templating"
)

ROWS = {row.flask: row for area in areas() for row in area.rows}

each_area = pytest.mark.parametrize("area", areas(), ids=lambda area: str(area.title))


def test_no_name_is_left_out() -> None:
    """Every public name of Flask has a row."""
    assert sorted(flask_names().keys() - ROWS.keys()) == []


def test_no_name_is_made_up() -> None:
    """Every row is about a name that Flask has."""
    assert sorted(ROWS.keys() - flask_names().keys()) == []


def test_a_name_has_one_row() -> None:
    """No name is listed twice."""
    counts = Counter(row.flask for area in areas() for row in area.rows)

    assert [name for name, count in counts.items() if count > 1] == []


@each_area
def test_counterparts_are_there(area: Area) -> None:
    """Each counterpart can be found in the installed Pegboard."""
    strays = [each for row in area.rows for each in row.counterparts if not _is_there(each)]

    assert strays == []


def _is_there(reference: str) -> bool:
    try:
        counterpart(reference)
    except (ImportError, LookupError):
        return False
    return True


@each_area
def test_a_namesake_is_not_passed_over(area: Area) -> None:
    """Where something here has the same name as in Flask, it is named as a counterpart."""
    strays = [
        row.namesake
        for row in area.rows
        if row.namesake and row.namesake not in row.counterparts and _is_there(row.namesake)
    ]

    assert strays == []


@each_area
def test_a_name_without_counterpart_has_its_reason(area: Area) -> None:
    """Where there is no counterpart, the note says why."""
    assert [row.flask for row in area.rows if not row.counterparts and not row.note] == []


@each_area
def test_parameters_are_taken_or_noted(area: Area) -> None:
    """What a function of Flask takes, the one of that name takes alike, or the note names it."""
    strays = [
        f"{row.flask}: {name}"
        for row, theirs, ours in _functions(area)
        for name in untaken(theirs, ours)
        if f"`{name}`" not in row.note
    ]

    assert strays == []


def _functions(area: Area) -> Iterator[tuple[Row, Callable[..., Any], Callable[..., Any]]]:
    """Give the rows of functions and classes that have their name in common."""
    for row in area.rows:
        theirs = flask_names().get(row.flask)
        for reference in row.counterparts[:1]:
            has_name = _last_word(row.flask) == _last_word(reference)
            ours = counterpart(reference) if has_name and _is_there(reference) else None
            if _has_signature(theirs) and _has_signature(ours):
                yield row, theirs, ours


def _last_word(name: str) -> str:
    return name.replace(":", ".").rpartition(".")[2]


def _has_signature(value: object) -> TypeGuard[Callable[..., Any]]:
    return inspect.isroutine(value) or inspect.isclass(value)


def test_defaults_of_settings_are_the_same_or_noted() -> None:
    """Where a setting has another default than in Flask, the note says so."""
    theirs: Any = flask_names()["flask.Flask"]
    strays = [
        name
        for name, default in theirs.default_config.items()
        if (ours := setting_of(name)) is not None
        and ours.default != default
        and not ROWS[name].note
    ]

    assert strays == []


def test_options_are_spelt_alike() -> None:
    """An option has all the words that it has in Flask, short ones and opposites too."""
    strays = [
        f"{name}: {word}"
        for name, words in command_options()
        for word in words
        if word not in help_of(name.removeprefix("flask").rpartition("--")[0].strip())
    ]

    assert strays == []
