"""The blueprint of the desk: ``desk.newsroom.test``, for those who have an account."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException

from newsroom.desk import access, export, forms, overview, publishing
from pegboard import Blueprint, render_template

__all__ = ["blueprint"]

blueprint = Blueprint(
    "desk",
    __name__,
    subdomain="desk",
    template_folder="templates",
    static_folder="static",
)
blueprint.before_request(access.refuse_other_origins)
blueprint.before_request(access.require_account)
for part in (access, overview, forms, publishing, export):
    blueprint.register_blueprint(part.blueprint)


@blueprint.errorhandler(HTTPException)
def show_error(error: HTTPException) -> tuple[str, int | None]:
    """Show a page of the desk, for whatever error."""
    return render_template("desk/error.html", error=error), error.code
