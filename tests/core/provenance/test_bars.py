"""Times as bars."""

from __future__ import annotations

import pytest

from pegboard.provenance import bar


@pytest.mark.parametrize(
    ("start", "length", "whole", "expected"),
    [
        pytest.param(0, 10, 10, "██████████", id="all of it"),
        pytest.param(5, 5, 10, "     █████", id="the second half"),
        pytest.param(0, 0.5, 10, "▌", id="half a column"),
        pytest.param(2, 1.25, 10, "  █▎", id="a column and a quarter"),
        pytest.param(0, 0, 10, "▏", id="nothing is thin, not absent"),
        pytest.param(10, 0, 10, "         ▏", id="at the end it stays inside"),
        pytest.param(9, 50, 10, "         █", id="what is too long is cut"),
        pytest.param(0, 1, 0, "", id="no time at all"),
    ],
)
def test_a_bar_is_where_its_time_is(
    start: float, length: float, whole: float, expected: str
) -> None:
    """A bar begins at its time and is as long as it took, in eighths of a column."""
    assert bar(start, length, whole, 10) == expected


def test_a_plain_bar_is_of_ascii() -> None:
    """Without block characters a bar is rounded to columns, and one at least."""
    assert bar(2, 3, 10, 10, is_plain=True) == "  ###"
    assert bar(2, 0, 10, 10, is_plain=True) == "  #"
