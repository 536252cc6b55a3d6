"""The page "From Flask": each public name of Flask with its counterpart, from tables in TOML."""

from __future__ import annotations

from docs.from_flask.page import from_flask_page
from docs.from_flask.rows import Area, Group, Row, areas

__all__ = ["Area", "Group", "Row", "areas", "from_flask_page"]
