"""The site that the tests of static files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.static.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site whose static folder is empty."""
    return Site(tmp_path)
