"""A sample: articles and accounts by which to try the newsroom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsroom import accounts, articles
from newsroom.drafts import Draft

__all__ = ["write"]

_FILE = Path(__file__).with_name("sample.json")


def write(passwords: Mapping[str, str]) -> int:
    """Write the sample, and give the number of its articles.

    :param passwords: of the editor ``ada`` and the writer ``ben``.
    :raises TakenNameError: one of them is there already.
    """
    numbers = {
        "ada": accounts.add("ada", passwords["ada"], "editor").number,
        "ben": accounts.add("ben", passwords["ben"], "writer").number,
    }
    pieces: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    today = datetime.now(UTC).date()
    for piece in pieces:
        number = articles.add(Draft.of(piece), numbers[piece["author"]])
        # Days are counted back from today, so that the sample is never old.
        if piece["age"] is not None:
            articles.publish(number, today - timedelta(days=piece["age"]))
    return len(pieces)
