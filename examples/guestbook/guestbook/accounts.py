"""Sign up, log in, log out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from werkzeug.security import check_password_hash, generate_password_hash

from guestbook.database import database
from pegboard import Blueprint, flash, g, redirect, render_template, request, session, url_for
from pegboard_database import IntegrityError

__all__ = ["blueprint", "login_required"]

P = ParamSpec("P")
R = TypeVar("R")

blueprint = Blueprint("accounts", __name__, url_prefix="/account")

_SHORTEST_PASSWORD = 8
_LONGEST_NAME = 40
# Checked when the name is unknown, so that both answers take the same time.
_NOBODY = generate_password_hash("nobody")


def login_required(view: Callable[P, R]) -> Callable[P, Any]:
    """Send visitors who have not logged in to the log-in page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if g.account is None:
            flash("Log in first.", "warning")
            return redirect(url_for("accounts.log_in"))
        return view(*args, **kwargs)

    return guarded


@blueprint.before_app_request
def load_account() -> None:
    """Put the visitor's account into ``g``; None when nobody has logged in.

    Files and pages that do not ask for ``session`` would not open it, but here every page shows
    who is logged in. The stylesheet does not: its requests pass without a session.
    """
    g.account = None
    if request.endpoint is None or request.endpoint.endswith("static"):
        return
    account_id = session.get("account_id")
    if account_id is not None:
        g.account = database.first("SELECT id, name FROM account WHERE id = :id", id=account_id)


@blueprint.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> Any:
    """Show the form, or make an account."""
    if request.method == "GET":
        return render_template("accounts/sign_up.html")
    name, password = request.form["name"].strip(), request.form["password"]
    complaint = _complaint(name, password) or _try_to_create(name, password)
    if complaint:
        flash(complaint, "error")
        return render_template("accounts/sign_up.html", name=name), 422
    flash(f"Welcome, {name}. Now log in.")
    return redirect(url_for(".log_in"))


@blueprint.route("/log-in", methods=["GET", "POST"])
def log_in() -> Any:
    """Show the form, or log a visitor in."""
    if request.method == "GET":
        return render_template("accounts/log_in.html")
    name = request.form["name"].strip()
    account = database.first("SELECT id, password FROM account WHERE name = :name", name=name)
    stored = _NOBODY if account is None else account["password"]
    if not check_password_hash(stored, request.form["password"]) or account is None:
        flash("Name or password is wrong.", "error")
        return render_template("accounts/log_in.html", name=name), 401
    session.clear()
    session["account_id"] = account["id"]
    session.rotate()
    session.permanent = True
    flash(f"Hello, {name}.")
    return redirect(url_for("entries.index"))


@blueprint.post("/log-out")
def log_out() -> Any:
    """Forget who the visitor is."""
    session.clear()
    flash("You have logged out.")
    return redirect(url_for("entries.index"))


def _complaint(name: str, password: str) -> str | None:
    if not 0 < len(name) <= _LONGEST_NAME:
        return f"Choose a name of 1 to {_LONGEST_NAME} characters."
    if len(password) < _SHORTEST_PASSWORD:
        return f"Choose a password of at least {_SHORTEST_PASSWORD} characters."
    return None


def _try_to_create(name: str, password: str) -> str | None:
    try:
        # What is refused in the block is undone there, and the rest of the request goes on.
        with database.transaction():
            database.execute(
                "INSERT INTO account (name, password) VALUES (:name, :password)",
                name=name,
                password=generate_password_hash(password),
            )
    except IntegrityError:
        return f"The name {name} is taken. Choose another."
    return None
