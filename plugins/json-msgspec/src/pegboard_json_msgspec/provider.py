"""The plugin: msgspec behind the hooks of the slot ``json``."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar

import msgspec

from pegboard_hookspecs import Application, Setting, hookimpl
from pegboard_json_msgspec.encoding import Encoding
from pegboard_json_msgspec.native_types import fields_of

__all__ = ["MsgspecJSON"]

# Allowed, and meaningless, at the start of UTF-8 (RFC 8259, section 8.1).
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class MsgspecJSON:
    """JSON by :mod:`msgspec`: the types of the default provider, and those of msgspec."""

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
    native: ModuleType = msgspec

    def __init__(self) -> None:
        # One that sorts, and one that does not, made when they are first needed.
        self._encodings: dict[bool, Encoding] = {}
        self._decode = msgspec.json.Decoder().decode

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        """Write a value as JSON."""
        sorts_keys = app.config.get("JSON_SORT_KEYS", True)
        encoding = self._encodings.get(sorts_keys)
        if encoding is None:
            encoding = self._encodings[sorts_keys] = Encoding(app, sorts_keys=sorts_keys)
        try:
            return encoding.encode(app, value, indent)
        except (TypeError, ValueError, RecursionError) as error:
            # What knows all types is imported when something is wrong with one.
            from pegboard_hookspecs.json_complaints import complaint_about  # noqa: PLC0415

            complaint = complaint_about(value, error, fields_of(app), sorts_keys=sorts_keys)
            if complaint is None:
                raise
            raise complaint from error

    @hookimpl
    def load_json(self, app: Application, data: str | bytes) -> Any:  # noqa: ARG002 - the hook's signature
        """Read JSON."""
        if isinstance(data, bytes) and data.startswith(_BYTE_ORDER_MARK):
            data = data.removeprefix(_BYTE_ORDER_MARK)
        try:
            return self._decode(data)
        except msgspec.DecodeError as error:
            # It has not always been a ValueError.
            raise ValueError(str(error)) from error
        except RecursionError:
            raise ValueError("The JSON is nested too deeply. Send it with fewer levels.") from None
