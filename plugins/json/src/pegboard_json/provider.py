"""The plugin: the standard library's JSON behind the hooks of the slot ``json``."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any, cast
from weakref import ref

from pegboard_hookspecs import Application, Setting, hookimpl
from pegboard_json.decoding import make_decode
from pegboard_json.encoding import make_encode

__all__ = ["StandardJSON"]


class StandardJSON:
    """JSON by :mod:`json`: strict in both directions (RFC 8259), with a few more types out."""

    settings = (
        Setting(
            "JSON_SORT_KEYS",
            (bool,),
            default=True,
            help="Sort the keys of objects, so that equal values give equal text.",
        ),
        Setting(
            "JSON_ASCII",
            (bool,),
            default=True,
            help="Escape characters outside of ASCII; False writes them as UTF-8.",
        ),
    )
    #: What this provider can do that the contract of the slot leaves open.
    capabilities: frozenset[str] = frozenset()
    #: The engine.
    native: ModuleType = json

    def __init__(self) -> None:
        # Encoders are kept: to make one takes longer than to write a small object.
        self._encoders: dict[tuple[bool, bool, int | None], Callable[[Any], str]] = {}
        self._decode = make_decode()

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        """Write a value as JSON."""
        config = app.config
        sorts_keys = config.get("JSON_SORT_KEYS", True)
        is_ascii = config.get("JSON_ASCII", True)
        encode = self._encoders.get((sorts_keys, is_ascii, indent))
        if encode is None:
            encode = make_encode(
                _default_of(app), sorts_keys=sorts_keys, is_ascii=is_ascii, indent=indent
            )
            self._encoders[sorts_keys, is_ascii, indent] = encode
        try:
            return encode(value).encode()
        except (TypeError, ValueError, RecursionError) as error:
            # What knows all types is imported when something is wrong with one.
            from pegboard_hookspecs.json_complaints import complaint_about  # noqa: PLC0415

            complaint = complaint_about(
                value, error, app.json_default, sorts_keys=sorts_keys, is_ascii=is_ascii
            )
            if complaint is None:
                raise
            raise complaint from error

    @hookimpl
    def load_json(self, app: Application, data: str | bytes) -> Any:  # noqa: ARG002 - the hook's signature
        """Read JSON."""
        return self._decode(data)


def _default_of(app: Application) -> Callable[[Any], object]:
    """Make a function that asks the application, without keeping it alive."""
    owner = ref(app)

    def default(value: Any) -> object:
        return cast("Application", owner()).json_default(value)

    return default
