"""What the library adds to Pegboard: its settings, and types that views and JSON may hold."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from typing import cast

from library.money import Money
from library.pages import Page
from library.tags import Tagged
from pegboard_hookspecs import Application, Request, Response, Setting, hookimpl

__all__ = ["Library"]


def _check_money(value: object) -> str | None:
    try:
        Money.read(str(value))
    except ValueError as error:
        return str(error)
    return None


def _check_level(value: object) -> str | None:
    return None if value in logging.getLevelNamesMapping() else "write a level, as in INFO"


def _check_count(value: object) -> str | None:
    return None if cast("int", value) > 0 else "it must be 1 or more"


def _check_partners(value: object) -> str | None:
    urls = cast("Mapping[str, object]", value).values()
    is_good = all(str(url).startswith(("http://", "https://")) for url in urls)
    return None if is_good else "give each partner a URL that starts with http:// or https://"


class Library:
    """Declares the settings, writes money and days, and answers with pages and tagged bodies."""

    settings = (
        Setting("DATABASE", (str,), "library.sqlite", "Its file, below the instance folder."),
        Setting("LOG_LEVEL", (str,), "INFO", "What is logged.", check=_check_level),
        Setting("PER_PAGE", (int,), 20, "How many things a page has.", check=_check_count),
        Setting("LOAN_DAYS", (int,), 21, "How long a book may be kept.", check=_check_count),
        Setting("MOST_LOANS", (int,), 5, "How many books one member has.", check=_check_count),
        Setting("MOST_RENEWALS", (int,), 2, "How often a loan may be renewed."),
        Setting("FINE_PER_DAY", (str,), "0.20 EUR", "For a late book.", check=_check_money),
        Setting("TOKEN_DAYS", (int,), 90, "How long a token works.", check=_check_count),
        Setting("PARTNERS", (dict,), {}, "Other libraries: names and URLs.", check=_check_partners),
        Setting("PARTNER_SECONDS", (int, float), 3, "How long a partner may take to answer."),
    )

    @hookimpl
    def json_default(self, value: object) -> object:
        """Write money as text, and days as RFC 3339 does."""
        if isinstance(value, Money):
            return str(value)
        return value.isoformat() if isinstance(value, date) else None

    @hookimpl
    def make_response(self, app: Application, request: Request, value: object) -> Response | None:
        """Answer with a page and its links, or with a body and its tag; 304 to who has it."""
        if isinstance(value, Page):
            response: Response = app.json.response(value.body())
            response.headers["Link"] = value.links()
            response.add_etag()
        elif isinstance(value, Tagged):
            response = app.json.response(value.body)
            response.set_etag(value.tag)
        else:
            return None
        response.make_conditional(request)
        return response
