"""Which templates make markup, and what may stand in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pegboard_hookspecs.application import Application

__all__ = ["makes_markup", "script_json"]

_MARKUP = (".html", ".htm", ".xml", ".xhtml", ".svg")
# Each of them could end a script, open a tag or an entity, or close an attribute.
_IN_SCRIPTS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})


def makes_markup(name: str, engine_suffixes: Collection[str] = ()) -> bool:
    """Say whether a template escapes what it prints, by its name.

    :param engine_suffixes: what may stand behind the suffix that counts, as in "page.html.j2".
    """
    for suffix in engine_suffixes:
        name = name.removesuffix(suffix)
    return name.lower().endswith(_MARKUP)


def script_json(app: Application, value: Any, **options: Any) -> str:
    """Write a value as JSON that may stand in a script, and in a quoted attribute's ``'…'``.

    It is the application's JSON, with ``<``, ``>``, ``&`` and ``'`` escaped as JSON does it.

    :param options: for ``app.json.dumps``.
    """
    # Asked of the application each time: its JSON may be exchanged at any time.
    dumped: str = app.json.dumps(value, **options)
    return dumped.translate(_IN_SCRIPTS)
