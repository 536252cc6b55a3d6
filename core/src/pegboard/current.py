"""``current_app``: the application that is at work."""

from __future__ import annotations

from typing import cast

from pegboard.app import Pegboard
from pegboard.context import CurrentProxy, current

__all__ = ["current_app"]


def _app() -> Pegboard:
    app: Pegboard = current("current_app").app
    return app


#: The application that answers the request or runs the command.
current_app: Pegboard = cast("Pegboard", CurrentProxy(_app, "current_app"))
