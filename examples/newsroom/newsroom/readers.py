"""Readers: a plugin that counts how often each article is read.

Counts are kept in memory and written now and then, so that reading does not mean writing.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from threading import Lock
from typing import ClassVar

from newsroom.articles import Article
from newsroom.database import open_database
from pegboard_hookspecs import Application, Request, Response, Setting, hookimpl

__all__ = ["ReaderCount", "note_reading"]


def note_reading(request: Request, article: Article) -> None:
    """Say that a request is about to read an article; called by the view that shows it."""
    request.state[ReaderCount] = article.number


class ReaderCount:
    """Counts what was sent whole, and writes the rest when the process ends."""

    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("READINGS_IN_MEMORY", (int,), 20, "How many readings are kept before a write."),
    )

    def __init__(self) -> None:
        self._readings: Counter[int] = Counter()
        self._lock = Lock()

    @hookimpl
    def request_finished(self, app: Application, request: Request, response: Response) -> None:
        """Count, if it was an article."""
        number = request.state.get(ReaderCount)
        if number is None or request.method != "GET" or response.status_code != 200:  # noqa: PLR2004 - OK
            return
        with self._lock:
            self._readings[number] += 1
            is_full = self._readings.total() >= app.config["READINGS_IN_MEMORY"]
        if is_full:
            self._write(app)

    @hookimpl
    def app_closing(self, app: Application) -> None:
        """Write what is still in memory."""
        self._write(app)

    def _write(self, app: Application) -> None:
        with self._lock:
            readings, self._readings = self._readings, Counter()
        if not readings:
            return
        with closing(open_database(app.config["DATABASE"])) as opened, opened as transaction:
            transaction.executemany(
                "UPDATE article SET readers = readers + ? WHERE id = ?",
                [(count, number) for number, count in readings.items()],
            )
