"""What is compared here is two frameworks."""

from __future__ import annotations

import pytest

from tests.flask_suites.running import has_switch


@pytest.mark.extensions("flask_login", "pegboard_flask")
def test_the_second_run_is_on_pegboard() -> None:
    """Where the switch is on, Flask's names are pegboard_flask's: or everything would be equal."""
    assert has_switch()
