"""The plugin: orjson behind the hooks of the slot ``json``."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar

import orjson

from pegboard_hookspecs import Application, Setting, hookimpl
from pegboard_json_orjson.encoding import encode

__all__ = ["OrjsonJSON"]

# Allowed, and meaningless, at the start of UTF-8 (RFC 8259, section 8.1).
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class OrjsonJSON:
    """JSON by :mod:`orjson`: UTF-8 without a detour, with the types of the default provider."""

    settings = (
        Setting(
            "JSON_SORT_KEYS",
            (bool,),
            default=True,
            help="Sort the keys of objects, so that equal values give equal text.",
        ),
    )
    #: What this provider can do that the contract of the slot leaves open.
    capabilities: ClassVar[frozenset[str]] = frozenset()
    #: The engine.
    native: ModuleType = orjson

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        """Write a value as JSON."""
        sorts_keys = app.config.get("JSON_SORT_KEYS", True)
        try:
            return encode(app, value, sorts_keys, indent)
        except (TypeError, ValueError, RecursionError) as error:
            # What knows all types is imported when something is wrong with one.
            from pegboard_hookspecs.json_complaints import complaint_about  # noqa: PLC0415

            complaint = complaint_about(value, error, app.json_default, sorts_keys=sorts_keys)
            if complaint is None:
                raise
            raise complaint from error

    @hookimpl
    def load_json(self, app: Application, data: str | bytes) -> Any:  # noqa: ARG002 - the hook's signature
        """Read JSON."""
        if isinstance(data, bytes) and data.startswith(_BYTE_ORDER_MARK):
            data = data.removeprefix(_BYTE_ORDER_MARK)
        return orjson.loads(data)
