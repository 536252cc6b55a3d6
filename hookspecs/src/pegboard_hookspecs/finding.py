"""What a check reports: something found, how bad it is, where, and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "Level"]

#: How bad a finding is; ``error`` makes ``pegboard check`` end with a non-zero code.
Level = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of the hook ``check``.

    :param id: stable identifier, as in ``templating.syntax``.
    :param level: how bad it is.
    :param message: what was found, with the value.
    :param place: ``file:line``, a setting's name or an endpoint.
    :param cure: what to do about it.
    """

    id: str
    level: Level
    message: str
    place: str = ""
    cure: str = ""
