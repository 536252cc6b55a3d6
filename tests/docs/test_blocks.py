"""Every block of code in the README and the documentation runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.docs.page import ROOT, blocks, run

# Generated from the code; its blocks are signatures.
GENERATED = {
    ROOT / "docs" / "reference" / f"{name}.md" for name in ("contract", "errors", "hooks", "words")
}
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
RUN = [page for page in PAGES if page not in GENERATED and "_build" not in page.parts]

pytestmark = pytest.mark.needs(
    "cli", "errors", "json", "routing", "server", "sessions", "static", "templating"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page in RUN if any(blocks(page))],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_the_blocks_of_a_page_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page shows works when it is typed in, from top to bottom."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    assert run(page, tmp_path) == sum(block.is_run for block in blocks(page))


@pytest.mark.parametrize("page", RUN, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_block_that_is_not_run_says_why(page: Path) -> None:
    """A block is left out for a reason of at least a few words."""
    reasons = [block.reason for block in blocks(page) if block.reason]

    assert all(len(reason.split()) > 3 for reason in reasons)


def test_the_readme_points_at_what_is_there() -> None:
    """Every link of the README that is no address leads to a file."""
    targets = re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert [each for each in targets if "://" not in each and not (ROOT / each).exists()] == []


def test_the_reference_is_up_to_date() -> None:
    """The pages that are read off the code say what the code says."""
    from docs.generate import pages  # noqa: PLC0415 - it imports every default part

    written = {name: (ROOT / "docs" / "reference" / name).read_text() for name in pages()}

    assert written == pages()


def test_guarantees_name_tests_that_exist() -> None:
    """Each guarantee names the tests that hold it, and there are tests of these names."""
    page = (ROOT / "docs" / "reference" / "guarantees.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", page)
    strays = [
        f"{file}::{test}" for file, test in named if not _has_test(ROOT / "tests" / file, test)
    ]

    assert named
    assert strays == []


def _has_test(file: Path, test: str) -> bool:
    return file.exists() and f"def {test}(" in file.read_text(encoding="utf-8")
