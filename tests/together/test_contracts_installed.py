"""The kit for tests, where pip installed it: pytest finds it by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wheels import Environment

pytestmark = pytest.mark.slow

PROGRAM = """
import pytest
raise SystemExit(pytest.main(["-q", "-rA", "--pegboard-slot=json", "-k", "newline"]))
"""


def test_the_installed_kit_tests_what_is_installed(
    new_environment: Callable[..., Environment], tmp_path: Path
) -> None:
    """With kernel, contract, kit and one part, an option runs the suite of that part's slot."""
    environment = new_environment(
        "pegboard-core", "pegboard-hookspecs", "pegboard-json", "pegboard-contracts"
    )
    done = environment.run(PROGRAM, folder=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "'json' is tested with pegboard-json:stdlib" in done.stdout
    assert "2 passed" in done.stdout
