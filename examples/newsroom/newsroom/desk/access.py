"""Access: who is at the desk, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from newsroom import accounts
from newsroom.accounts import Role
from pegboard import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from pegboard.views import MethodView

__all__ = ["LogIn", "blueprint", "for_role", "refuse_other_origins", "require_account"]

P = ParamSpec("P")

blueprint = Blueprint("access", __name__)

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({None, "none", "same-origin"})
_FOR_EVERYBODY = frozenset({"desk.access.log_in", "desk.static"})


def refuse_other_origins() -> None:
    """Refuse what a page of another origin sends in somebody's name, our own editions included.

    Browsers say where a request comes from (Fetch Metadata); programs have no session to abuse.
    """
    if request.method not in _READING and request.headers.get("Sec-Fetch-Site") not in _OWN:
        abort(403, "This form was sent from another site.")


def require_account() -> Any:
    """Put the account into ``g``, or ask for it."""
    if request.endpoint in _FOR_EVERYBODY:
        return None
    number = session.get("account")
    g.account = None if number is None else accounts.find(number)
    if g.account is not None:
        return None
    flash("Log in first.", "warning")
    return redirect(url_for("desk.access.log_in"))


def for_role(role: Role) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Make a decorator that lets accounts of one role only see a view."""

    def decorate(view: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            if g.account.role != role:
                abort(403, f"Only an account with the role {role!r} may do this.")
            return view(*args, **kwargs)

        return guarded

    return decorate


class LogIn(MethodView):
    """The form by which somebody comes to the desk."""

    def get(self) -> str:
        """Show it."""
        return render_template("desk/log_in.html", name="")

    def post(self) -> Any:
        """Take name and password."""
        name = request.form["name"].strip()
        account = accounts.verified(name, request.form["password"])
        if account is None:
            current_app.logger.warning("A log-in as %r failed.", name)
            flash("Name or password is wrong.", "error")
            return render_template("desk/log_in.html", name=name), 401
        session.clear()
        session["account"] = account.number
        session.rotate()
        return redirect(url_for("desk.overview.index"))


blueprint.add_url_rule("/log-in", view_func=LogIn.as_view("log_in"))


@blueprint.post("/log-out")
def log_out() -> Any:
    """Forget who somebody is."""
    session.clear()
    flash("You have logged out.")
    return redirect(url_for(".log_in"))
