"""The parts of applications and blueprints that know no gateway; here they are the whole."""

from __future__ import annotations

__all__: list[str] = []
