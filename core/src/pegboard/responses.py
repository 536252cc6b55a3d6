"""The response that applications make: the contract's, with the current application's settings."""

from __future__ import annotations

from pegboard import json
from pegboard.context import current_or_none
from pegboard_hookspecs import Response as ContractResponse
from pegboard_hookspecs import lazy

__all__ = ["Response", "redirection"]


class Response(ContractResponse):
    """One response; inside of a context it knows the application's limit of cookies and its JSON.

    It can do what :class:`werkzeug.wrappers.Response` can.
    """

    #: What ``get_json`` reads with: the slot ``json`` of the current application.
    json_module = json

    @lazy
    def max_cookie_size(self) -> int:
        """Bytes of name and value that a cookie may have: ``MAX_COOKIE_SIZE``; 0 is no limit."""
        context = current_or_none()
        if context is None:
            return ContractResponse.max_cookie_size
        size: int = context.app.config["MAX_COOKIE_SIZE"]
        return size


def redirection(make: type[ContractResponse], location: str, code: int) -> ContractResponse:
    """Make an answer that sends the client to another location (RFC 9110, section 15.4)."""
    response = make("", status=code)
    response.headers["Location"] = location
    return response
