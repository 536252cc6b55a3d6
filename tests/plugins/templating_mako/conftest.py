"""The site that the tests of Mako's templates share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard_templating_mako import MakoTemplating
from tests.plugins.templating.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site whose templates are Mako's; it has none yet."""
    return Site(tmp_path, plugins={"templating": MakoTemplating})
