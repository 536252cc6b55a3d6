"""Plugins that ``pip install pegboard`` does not bring, where pip installed one by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources import Distribution, carried_by, loadable_plugins
from tests.wheels import Environment

pytestmark = pytest.mark.slow

#: Starts an application and says what it loaded.
REPORT = """
    import json
    from pegboard import Pegboard

    app = Pegboard(__name__)
    app.start()
    print(json.dumps([each.identity for each in app.plugins.loaded]))
"""


def _advertised(plugin: Distribution) -> set[str]:
    groups: dict[str, dict[str, str]] = plugin.project["entry-points"]
    kinds = [
        names
        for group, names in groups.items()
        if group.startswith("pegboard.") and group != "pegboard.hookspecs"
    ]
    return {f"{plugin.name}:{name}" for names in kinds for name in names}


@pytest.mark.parametrize("plugin", loadable_plugins(), ids=lambda each: str(each.name))
def test_what_is_installed_is_loaded(
    plugin: Distribution, new_environment: Callable[..., Environment], tmp_path: Path
) -> None:
    """Installed beside kernel and contract alone, a plugin is found by its entry points.

    One that fills a slot which another distribution brings has that one with it.
    """
    brought = [each.name for each in carried_by(plugin)]
    environment = new_environment("pegboard-core", "pegboard-hookspecs", *brought, plugin.name)

    assert set(environment.answer(REPORT, folder=tmp_path)) == _advertised(plugin)
