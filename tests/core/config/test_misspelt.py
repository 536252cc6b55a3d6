"""Settings whose names are nearly those of declared ones."""

from __future__ import annotations

import pytest

from tests.core.site import make_app


def test_a_misspelt_name_is_found() -> None:
    """A name that is nearly a declared one is found, with its place and the right one."""
    app = make_app(config={"SERVER_NAM": "example.org"})

    (finding,) = [each for each in app.check() if each.id == "pegboard.misspelt-setting"]
    assert "'SERVER_NAM'" in finding.message
    assert "site.py:" in finding.place
    assert finding.cure == "Did you mean 'SERVER_NAME'?"


@pytest.mark.parametrize(
    "config", [{}, {"DATABASE": "x"}, {"NAME": "x"}, {"ENTRIES_PER_PAGE": 2}], ids=list
)
def test_names_of_ones_own_are_fine(config: dict[str, object]) -> None:
    """A name that resembles no declared one is the application's own."""
    app = make_app(config=config)

    assert not [each for each in app.check() if each.id == "pegboard.misspelt-setting"]


@pytest.mark.parametrize(("debug", "count"), [(True, 1), (False, 0)])
def test_a_misspelt_name_is_logged_in_debug_mode(
    caplog: pytest.LogCaptureFixture, debug: bool, count: int
) -> None:
    """In debug mode the start logs each such name; a server in production says nothing."""
    make_app(config={"DEBUG": debug, "SERVER_NAM": "example.org"}).start()

    assert sum("SERVER_NAM" in record.getMessage() for record in caplog.records) == count
