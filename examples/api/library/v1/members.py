"""Members: librarians see all of them, everybody else one: the one who asks."""

from __future__ import annotations

from typing import Any

from library import people
from library.pages import Page, asked_page
from library.people import Member, MemberDraft, MemberExistsError, MemberOwesError
from library.problems import problem
from library.reading import sent
from library.v1 import access
from pegboard import Blueprint, Response, abort, current_app, url_for
from pegboard.views import MethodView
from pegboard_hookspecs.errors import CommandError

__all__ = ["blueprint"]

blueprint = Blueprint("members", __name__, url_prefix="/members", cli_group="library")
blueprint.before_request(access.demand_member)


class Members(MethodView):
    """All members."""

    def get(self) -> Page[dict[str, Any]]:
        """Give a page of the members."""
        access.demand_librarian()
        return people.everybody(asked_page()).shown(_shown)

    def post(self) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Take a new member."""
        access.demand_librarian()
        member = people.add(sent(MemberDraft))
        return _shown(member), 201, {"Location": _url_of(member)}


class OneMember(MethodView):
    """One member."""

    def get(self, member_id: int) -> dict[str, Any]:
        """Give the member."""
        if member_id != access.member().id:
            access.demand_librarian()
        return _shown(_found(member_id))

    def delete(self, member_id: int) -> tuple[str, int]:
        """Let the member go."""
        access.demand_librarian()
        people.remove(_found(member_id))
        return "", 204


blueprint.add_url_rule("", view_func=Members.as_view("collection"))
blueprint.add_url_rule("/<key:member_id>", view_func=OneMember.as_view("item"))


@blueprint.get("/me")
def me() -> dict[str, Any]:
    """Give whoever asks."""
    return _shown(access.member())


@blueprint.cli.command
def token(member: str) -> None:
    """Make a token for a member, and print it: it is shown only once.

    :param member: the member's address.
    """
    found = people.find_by_email(member)
    if found is None:
        raise CommandError(f"There is no member {member!r}.")
    print(people.give_token(found, current_app.config["TOKEN_DAYS"]))


@blueprint.errorhandler(MemberExistsError)
def show_exists(error: MemberExistsError) -> Response:
    """Refuse an address that somebody has."""
    return problem(409, "Not new", str(error), "member-exists")


@blueprint.errorhandler(MemberOwesError)
def show_owes(error: MemberOwesError) -> Response:
    """Refuse to forget who has or had a book."""
    return problem(409, "In use", str(error), "member-has-loans")


def _found(member_id: int) -> Member:
    return people.find(member_id) or abort(404, f"There is no member {member_id}.")


def _shown(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "email": member.email,
        "is_librarian": member.is_librarian,
        "joined": member.joined,
        "url": _url_of(member),
    }


def _url_of(member: Member) -> str:
    return url_for(".item", member_id=member.id)
