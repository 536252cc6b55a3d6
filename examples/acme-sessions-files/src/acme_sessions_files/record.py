"""What is in the file of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pegboard_hookspecs.session_kit import TaggedJSON

__all__ = ["Record", "read_record", "write_record"]


@dataclass(frozen=True)
class Record:
    """The values of a session, and its times in seconds since 1970.

    :param created: when it began.
    :param used: when it was last written.
    """

    created: int
    used: int
    values: dict[str, Any]


def read_record(serializer: TaggedJSON, content: bytes) -> Record | None:
    """Give what a file holds, or None where that is no session."""
    try:
        found = serializer.loads(content)
    except ValueError:
        return None
    match found:
        case {"created": int(created), "used": int(used), "values": dict(values)}:
            return Record(created, used, values)
    return None


def write_record(serializer: TaggedJSON, record: Record) -> bytes:
    """Give what to write into the file of a session."""
    # The values on their own, so that an error names the place in the session, not in the file.
    values = serializer.dumps(record.values)
    times = f'"created":{record.created},"used":{record.used}'
    return f'{{{times},"values":{values}}}'.encode()
