"""Error pages of what belongs to no blueprint, such as URLs that no route matches."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException

from pegboard import Pegboard, render_template, request

__all__ = ["answer"]


def answer(app: Pegboard) -> None:
    """Show a page for errors; programs get what the slot ``errors`` gives them."""
    app.register_error_handler(HTTPException, _show)


def _show(error: HTTPException) -> HTTPException | tuple[str, int | None]:
    if request.accept_mimetypes.accept_html:
        return render_template("error.html", error=error), error.code
    return error
