"""Finding an application by its name, and importing it."""

from __future__ import annotations

from pegboard.locating.finding_app import Found, find_app, import_found
from pegboard.locating.importing import importing, load_found

__all__ = ["Found", "find_app", "import_found", "importing", "load_found"]
