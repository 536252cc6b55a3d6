"""Every item of the checklist has a test, and every test that names an item names a real one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.sources import ROOT, files_with_tests, parsed

PAGES = ROOT / "docs" / "reference" / "checklist"
ITEM = re.compile(r"^- \*\*([AB]\w+\.\d+)\*\* ", re.MULTILINE)


def _stated() -> list[str]:
    pages = [page.read_text(encoding="utf-8") for page in sorted(PAGES.glob("[AB]*.md"))]
    return [number for page in pages for number in ITEM.findall(page)]


def _marked() -> Iterator[str]:
    for path in files_with_tests():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.item":
                yield from map(ast.literal_eval, node.args)


def test_every_item_has_a_test() -> None:
    """No item of the checklist is only said."""
    assert set(_stated()) - set(_marked()) == set()


def test_every_marked_item_is_stated() -> None:
    """A test proves an item that the pages have."""
    assert set(_marked()) - set(_stated()) == set()


def test_items_are_numbered_without_gaps() -> None:
    """The items of each group are numbered from one, each once."""
    groups: dict[str, list[int]] = {}
    for item in _stated():
        group, _, number = item.partition(".")
        groups.setdefault(group, []).append(int(number))

    wanted = {group: list(range(1, len(numbers) + 1)) for group, numbers in groups.items()}
    assert groups == wanted
