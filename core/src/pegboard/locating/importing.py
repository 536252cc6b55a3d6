"""Importing an application, which asks for no server meanwhile."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeVar

from pegboard.locating.choosing_app import choose_app
from pegboard.locating.finding_app import Found, import_found

__all__ = ["importing", "load_found"]

A = TypeVar("A")

#: Set while an application is imported: ``app.run()`` at the end of its module is then no
#: request to serve.
_IMPORTING = "PEGBOARD_RUN_FROM_CLI"


def load_found(found: Found, kind: type[A]) -> A:
    """Import an application that was found, or call its factory.

    :param kind: the class that applications are instances of.
    :raises AppNotFoundError: the module has none, or several.
    """
    with importing():
        return choose_app(import_found(found), found.reference, kind)


@contextmanager
def importing() -> Generator[None, None, None]:
    """Leave out what asks for a server, as long as an application is made."""
    os.environ[_IMPORTING] = "1"
    try:
        yield
    finally:
        del os.environ[_IMPORTING]
