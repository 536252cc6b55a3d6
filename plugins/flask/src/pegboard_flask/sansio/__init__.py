"""The parts of applications and blueprints that know no gateway; here they are the whole."""

from __future__ import annotations

from pegboard_flask.sansio import app, blueprints, scaffold

__all__ = ["app", "blueprints", "scaffold"]
