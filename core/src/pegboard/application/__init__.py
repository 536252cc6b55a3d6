"""What an application is made of; :class:`pegboard.Pegboard` adds the way of one request."""

from __future__ import annotations

from pegboard.application.assembly import Assembly

__all__ = ["Assembly"]
