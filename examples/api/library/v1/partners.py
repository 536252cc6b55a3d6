"""Other libraries that speak this API."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

__all__ = ["ask_all"]

log = logging.getLogger(__name__)


async def ask_all(partners: Mapping[str, str], isbn: str, seconds: float) -> dict[str, int | None]:
    """Ask each partner how many copies of a book can be borrowed there.

    It takes as long as the slowest does, and never much longer than these seconds. None stands
    for a partner that gave no answer.
    """
    urls = [f"{url.rstrip('/')}/v1/books/{isbn}/availability" for url in partners.values()]
    answers = await asyncio.gather(*(asyncio.to_thread(_ask, url, seconds) for url in urls))
    return dict(zip(partners, answers, strict=True))


def _ask(url: str, seconds: float) -> int | None:
    try:
        with urlopen(url, timeout=seconds) as response:  # noqa: S310 - checked with the settings
            return int(json.load(response)["available"])
    except HTTPError as error:
        with error:
            if error.code == HTTPStatus.NOT_FOUND:
                return 0
            log.warning("%s answered %s.", url, error.code)
    except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
        log.warning("%s gave no answer: %r", url, error)
    return None
