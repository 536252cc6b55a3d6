"""Articles: what is written, and what of it is published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime

from newsroom.database import connection
from newsroom.drafts import Draft
from newsroom.editions import EDITIONS, Edition

__all__ = [
    "Article",
    "ArticleError",
    "add",
    "change",
    "drafts",
    "everything",
    "find",
    "latest",
    "of_day",
    "publish",
    "published",
    "withdraw",
]

_SELECT = """
SELECT article.*, account.name AS author
FROM article JOIN account ON account.id = account_id
"""
# The last number that SQLite gives to a row.
_LAST_NUMBER = 2**63 - 1
_NEWEST_FIRST = "ORDER BY published DESC, article.id DESC"


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    :param day: when it was published; None for a draft.
    :param changed: when it was last written on, or published.
    """

    number: int
    edition: Edition
    section: str
    slug: str
    title: str
    teaser: str
    body: str
    author: str
    author_number: int
    day: date | None
    changed: datetime
    readers: int

    @property
    def draft(self) -> Draft:
        """What its author may change."""
        return Draft(self.edition.slug, self.section, self.title, self.teaser, self.body)


class ArticleError(ValueError):
    """What was asked cannot be done with an article; the message says why."""


def latest(edition: Edition, limit: int, section: str | None = None) -> list[Article]:
    """Give the newest articles of an edition, or of one of its sections."""
    return _published(
        "AND edition = ? AND section = COALESCE(?, section)",
        (edition.slug, section),
        f"LIMIT {limit:d}",
    )


def of_day(edition: Edition, day: date) -> list[Article]:
    """Give what an edition published on a day."""
    return _published("AND edition = ? AND published = ?", (edition.slug, day.isoformat()))


def published(edition: Edition, day: date, slug: str) -> Article | None:
    """Give the article behind a URL."""
    values = (edition.slug, day.isoformat(), slug)
    found = _published("AND edition = ? AND published = ? AND slug = ?", values)
    return found[0] if found else None


def find(number: int) -> Article | None:
    """Give an article, or draft, by its number."""
    if number > _LAST_NUMBER:
        return None
    row = connection().execute(f"{_SELECT} WHERE article.id = ?", (number,)).fetchone()
    return None if row is None else _article(row)


def drafts(edition: Edition | None = None) -> list[Article]:
    """Give what waits to be published, the oldest first."""
    slug = edition and edition.slug
    rows = connection().execute(
        f"{_SELECT} WHERE published IS NULL AND edition = COALESCE(?, edition) ORDER BY article.id",
        (slug,),
    )
    return [_article(row) for row in rows]


def everything() -> Iterator[Article]:
    """Give all articles and drafts, one by one as the database finds them."""
    for row in connection().execute(f"{_SELECT} ORDER BY article.id"):
        yield _article(row)


def add(draft: Draft, author: int) -> int:
    """Keep a draft, and give its number."""
    with connection() as transaction:
        cursor = transaction.execute(
            "INSERT INTO article (edition, section, title, teaser, body, slug, account_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*astuple(draft), draft.slug, author),
        )
    return cursor.lastrowid or 0


def change(number: int, draft: Draft) -> None:
    """Write an article anew; its URL stays as it is.

    :raises ArticleError: it goes to an edition where its URL is taken.
    """
    _update(
        "article",
        number,
        "SET edition = ?, section = ?, title = ?, teaser = ?, body = ? WHERE id = ?",
        *astuple(draft),
    )


def publish(number: int, day: date | None = None) -> date:
    """Publish a draft, and say on which day.

    :param day: today, when left out.
    :raises ArticleError: there is no such draft, or another article has its URL.
    """
    day = day or datetime.now(UTC).date()
    _update("draft", number, "SET published = ? WHERE id = ? AND published IS NULL", f"{day}")
    return day


def withdraw(number: int) -> None:
    """Make an article a draft again.

    :raises ArticleError: there is no such article.
    """
    _update("article", number, "SET published = NULL WHERE id = ? AND published IS NOT NULL")


def _update(kind: str, number: int, what: str, *values: object) -> None:
    if number > _LAST_NUMBER:
        raise ArticleError(f"There is no {kind} {number}.")
    try:
        with connection() as transaction:
            done = transaction.execute(f"UPDATE article {what}", (*values, number))
    except sqlite3.IntegrityError:
        raise ArticleError(
            f"The {kind} {number} has the title of another one of that day. Change one of them."
        ) from None
    if not done.rowcount:
        raise ArticleError(f"There is no {kind} {number}.")


def _published(where: str, values: tuple[object, ...], limit: str = "") -> list[Article]:
    rows = connection().execute(
        f"{_SELECT} WHERE published IS NOT NULL {where} {_NEWEST_FIRST} {limit}", values
    )
    return [_article(row) for row in rows]


def _article(row: sqlite3.Row) -> Article:
    return Article(
        number=row["id"],
        edition=EDITIONS[row["edition"]],
        section=row["section"],
        slug=row["slug"],
        title=row["title"],
        teaser=row["teaser"],
        body=row["body"],
        author=row["author"],
        author_number=row["account_id"],
        day=row["published"] and date.fromisoformat(row["published"]),
        changed=datetime.fromisoformat(row["changed"]),
        readers=row["readers"],
    )
