"""Loans: members borrow, renew and bring back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from library import catalogue, lending
from library.isbn import thirteen_digits
from library.lending import LendingError, Loan
from library.pages import Page, asked_page
from library.problems import InvalidError, problem
from library.reading import Draft, sent
from library.v1 import access
from pegboard import Blueprint, Response, abort, current_app, request, url_for
from pegboard.views import MethodView

__all__ = ["blueprint"]

blueprint = Blueprint("loans", __name__, url_prefix="/loans")
blueprint.before_request(access.demand_member)

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class LoanDraft(Draft):
    """What a member wants to take home."""

    isbn: str

    def complaints(self) -> Iterator[tuple[str, str]]:
        """Say what is wrong, by field."""
        try:
            thirteen_digits(self.isbn)
        except ValueError as error:
            yield "isbn", str(error)


class Loans(MethodView):
    """The member's loans, or for librarians all."""

    def get(self) -> Page[dict[str, Any]]:
        """Give a page of the loans; with ``open=1`` only of books that are not back."""
        member = access.member()
        is_open = request.args.get("open") == "1"
        owner = None if member.is_librarian else member
        return lending.loans(asked_page(), owner, is_open=is_open).shown(_shown)

    def post(self) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Borrow a book."""
        member = access.member()
        isbn = thirteen_digits(sent(LoanDraft).isbn)
        book = catalogue.find(isbn)
        if book is None:
            raise InvalidError.of_fields({"isbn": f"There is no book {isbn}."})
        loan_id = lending.borrow(book, member, current_app.config)
        log.info("Member %s borrowed %s: loan %s.", member.id, isbn, loan_id)
        location = url_for(".item", loan_id=loan_id)
        return _shown(_found(loan_id)), 201, {"Location": location}


class OneLoan(MethodView):
    """One loan."""

    def get(self, loan_id: int) -> dict[str, Any]:
        """Give the loan."""
        return _shown(_found(loan_id))


blueprint.add_url_rule("", view_func=Loans.as_view("collection"))
blueprint.add_url_rule("/<key:loan_id>", view_func=OneLoan.as_view("item"))


@blueprint.post("/<key:loan_id>/renewal")
def renew(loan_id: int) -> dict[str, Any]:
    """Keep the book for longer."""
    lending.renew(_found(loan_id), current_app.config)
    return _shown(_found(loan_id))


@blueprint.post("/<key:loan_id>/return")
def give_back(loan_id: int) -> dict[str, Any]:
    """Bring the book back."""
    fine = lending.give_back(_found(loan_id), current_app.config)
    log.info("Loan %s ended; the fine is %s.", loan_id, fine or "none")
    return _shown(_found(loan_id))


@blueprint.errorhandler(LendingError)
def show_refusal(error: LendingError) -> Response:
    """Refuse what is against the rules, and say which one it is."""
    return problem(409, "Against the rules", str(error), error.kind)


def _found(loan_id: int) -> Loan:
    """Find a loan of the member, or for librarians anybody's."""
    loan, member = lending.find(loan_id), access.member()
    if loan is None or (loan.member_id != member.id and not member.is_librarian):
        abort(404, f"You have no loan {loan_id}.")
    return loan


def _shown(loan: Loan) -> dict[str, Any]:
    shown = {
        "id": loan.id,
        "title": loan.title,
        "book": url_for("v1.books.item", isbn=loan.isbn),
        "member": url_for("v1.members.item", member_id=loan.member_id),
        "taken": loan.taken,
        "due": loan.due,
        "renewals": loan.renewals,
        "returned": loan.returned,
        "fine": loan.fine,
        "url": url_for(".item", loan_id=loan.id),
    }
    if loan.returned is None:
        shown["return"] = url_for(".give_back", loan_id=loan.id)
        shown["renewal"] = url_for(".renew", loan_id=loan.id)
    return shown
