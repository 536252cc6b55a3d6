"""The plugin that counts readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from newsroom import articles, create_app

URL = "http://berlin.newsroom.test/2026-05-04/a-bridge"


@pytest.fixture
def number(write: Callable[..., int]) -> int:
    """The number of the article behind the URL."""
    return write(date(2026, 5, 4))


def readers(app: Any, number: int) -> int:
    """Say how many readers the database knows of."""
    with app.app_context():
        article = articles.find(number)
    assert article is not None
    return article.readers


def test_readings_are_written_when_the_process_ends(app: Any, client: Any, number: int) -> None:
    """Until then they are in memory; readers of a partner's site count too."""
    client.get(URL)
    client.get(f"/articles/{number}", base_url="http://partner-a.test")
    assert readers(app, number) == 0

    app.close()

    assert readers(app, number) == 2


def test_readings_are_written_when_there_are_many(settings: dict[str, Any], number: int) -> None:
    """A setting of the plugin says how many."""
    app = create_app("testing", {**settings, "READINGS_IN_MEMORY": 3})
    for _ in range(4):
        app.test_client().get(URL)

    assert readers(app, number) == 3


def test_only_what_was_read_counts(app: Any, client: Any, number: int) -> None:
    """HEAD reads nothing, and neither does somebody who finds nothing."""
    client.head(URL)
    client.get(f"{URL}-that-is-not-there")
    app.close()

    assert readers(app, number) == 0
