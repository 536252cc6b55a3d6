"""The site that the tests of templates share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.templating.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site that has no template yet."""
    return Site(tmp_path)
