"""Errors as clients read them: problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from werkzeug.exceptions import HTTPException

from library.database import NotReadyError
from pegboard import Response, jsonify

__all__ = ["InvalidError", "problem", "show_http_error", "show_invalid", "show_not_ready"]

# In front of the name of each kind of problem that is more than its status says. Names, not
# pages: a client compares them.
_KINDS = "https://library.example/problems/"
_BODY_HEADERS = frozenset({"content-type", "content-length"})


class InvalidError(Exception):
    """What a client sent is not valid.

    :param errors: one object for each mistake, with ``detail`` and where it is.
    """

    def __init__(self, errors: Iterable[Mapping[str, str]]) -> None:
        self.errors = list(errors)
        super().__init__(" ".join(error["detail"] for error in self.errors))

    @classmethod
    def of_fields(cls, complaints: Mapping[str, str]) -> Self:
        """Say what is wrong with fields of the body; "" is the body itself."""
        return cls(
            {"detail": detail, "pointer": f"#/{name}" if name else "#"}
            for name, detail in complaints.items()
        )

    @classmethod
    def of_parameter(cls, name: str, detail: str) -> Self:
        """Say what is wrong with a parameter of the query."""
        return cls([{"detail": detail, "parameter": name}])


def problem(
    status: int, title: str, detail: str | None, kind: str | None = None, **more: Any
) -> Response:
    """Make an answer that says what went wrong.

    :param kind: the name of the kind of problem; None where the status says it all.
    :param more: further members, for programs.
    """
    about = "about:blank" if kind is None else _KINDS + kind
    response = jsonify(type=about, status=status, title=title, detail=detail, **more)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def show_http_error(error: HTTPException) -> Response:
    """Answer any HTTP error, with the headers that belong to it: ``Allow`` and the like."""
    response = problem(error.code or 500, error.name, error.description)
    for name, value in error.get_headers():
        if name.lower() not in _BODY_HEADERS:
            response.headers.add(name, value)
    return response


def show_invalid(error: InvalidError) -> Response:
    """Answer what is well-formed and cannot be taken, with all that is wrong with it."""
    return problem(422, "Not valid", str(error), "not-valid", errors=error.errors)


def show_not_ready(error: NotReadyError) -> Response:
    """Answer while there is no database; clients may come again."""
    response = problem(503, "Not ready", str(error))
    response.headers["Retry-After"] = "60"
    return response
