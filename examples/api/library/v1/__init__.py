"""Version 1 of the API: who asks, what went wrong, and three blueprints inside."""

from __future__ import annotations

from library.problems import InvalidError, show_invalid
from library.v1 import access, books, loans, members
from pegboard import Blueprint, Response, url_for

__all__ = ["blueprint"]

blueprint = Blueprint("v1", __name__, url_prefix="/v1")
blueprint.before_request(access.identify)
blueprint.register_error_handler(InvalidError, show_invalid)
blueprint.register_blueprint(books.blueprint)
blueprint.register_blueprint(members.blueprint)
blueprint.register_blueprint(loans.blueprint)


@blueprint.after_request
def ask_again(response: Response) -> Response:
    """Let clients keep what they were sent, and ask whether it still holds before they use it."""
    response.cache_control.no_cache = True
    return response


@blueprint.get("/")
def index() -> dict[str, str]:
    """Say where everything is."""
    return {
        "books": url_for(".books.collection"),
        "members": url_for(".members.collection"),
        "me": url_for(".members.me"),
        "loans": url_for(".loans.collection"),
    }
