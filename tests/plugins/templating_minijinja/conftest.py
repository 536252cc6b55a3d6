"""The site that the tests of MiniJinja's templates share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard_templating_minijinja import MiniJinjaTemplating
from tests.plugins.templating.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site whose templates are MiniJinja's; it has none yet."""
    return Site(tmp_path, plugins={"templating": MiniJinjaTemplating})
