"""Parts of Flask's kind: what an application puts in place of one, and Flask's own error pages.

Each is asked before the provider of its slot, and leaves the answer to it where nothing was put in
place. So plugins that wrap a slot's hooks see these as they see any provider.
"""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import HTTPException

from pegboard_hookspecs import hookimpl

__all__ = ["FlaskParts"]


class FlaskParts:
    """Answers for session interfaces, JSON providers and error pages."""

    @hookimpl(tryfirst=True)
    def open_session(self, app: Any, request: Any) -> Any:
        """Open the session by the interface that was put in place."""
        if not app.overrides("session_interface"):
            return None
        interface = app.session_interface
        opened = interface.open_session(app, request)
        return interface.make_null_session(app) if opened is None else opened

    @hookimpl(tryfirst=True)
    def save_session(self, app: Any, session: Any, response: Any) -> bool | None:
        """Save the session by the interface that was put in place."""
        if not app.overrides("session_interface"):
            return None
        if not app.session_interface.is_null_session(session):
            app.session_interface.save_session(app, session, response)
        return True

    @hookimpl(tryfirst=True)
    def dump_json(self, app: Any, value: Any, indent: int | None) -> bytes | None:
        """Write JSON by the provider that was put in place."""
        if app.json.speaks_through_slot:
            return None
        written: str = app.json.dumps(value, **({} if indent is None else {"indent": indent}))
        return written.encode()

    @hookimpl(tryfirst=True)
    def load_json(self, app: Any, data: str | bytes) -> Any:
        """Read JSON by the provider that was put in place."""
        return None if app.json.speaks_through_slot else app.json.loads(data)

    @hookimpl(tryfirst=True)
    def render_error(self, app: Any, request: Any, error: HTTPException) -> Any:
        """Give Werkzeug's page, as Flask does, unless another plugin renders errors."""
        if app.is_replaced("errors"):
            return None
        made = error.get_response(request.environ)
        return app.response_class.force_type(made, request.environ)
