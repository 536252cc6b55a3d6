"""Requests and responses, with what Flask adds to Werkzeug's."""

from __future__ import annotations

from typing import Any
from warnings import warn

from werkzeug.routing import Rule

import pegboard
from pegboard import WSGIRequest
from pegboard.context import current_or_none
from pegboard_flask import json as flask_json
from pegboard_flask.forms import LenientFormParser
from pegboard_hookspecs import lazy

__all__ = ["Request", "Response"]


class _Limit:
    """A limit of a request: assigned for this one, or else the application's at that time."""

    def __init__(self, name: str, default: int | None) -> None:
        self._setting = name
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, request: Any, owner: type | None = None) -> Any:
        if request is None:
            return self
        kept = request.__dict__
        if self._name in kept:
            return kept[self._name]
        return request._setting(self._setting, self._default)  # noqa: SLF001 - its descriptor

    def __set__(self, request: Any, value: int | None) -> None:
        request.__dict__[self._name] = value


class Request(WSGIRequest):
    """A request; attributes of an extension's own may be put on it.

    Its route is shown as Werkzeug's rule, and may be replaced.
    """

    form_data_parser_class = LenientFormParser
    json_module: Any

    def __init__(
        self,
        environ: dict[str, Any],
        populate_request: bool = True,  # noqa: ARG002, FBT001, FBT002 - werkzeug's signature
        shallow: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        if "REQUEST_METHOD" not in environ:
            environ = {"REQUEST_METHOD": "GET", **environ}
        super().__init__(environ)
        if shallow:
            self.shallow = True

    max_content_length: Any = _Limit("MAX_CONTENT_LENGTH", None)
    max_form_memory_size: Any = _Limit("MAX_FORM_MEMORY_SIZE", 500_000)
    max_form_parts: Any = _Limit("MAX_FORM_PARTS", 1_000)

    def _setting(self, name: str, default: int | None) -> int | None:
        context = current_or_none()
        # Also outside of its own context the current application's settings count.
        app: Any = self.__dict__.get("app") or (None if context is None else context.app)
        return default if app is None else app.config.get(name, default)

    @property  # type: ignore[override]  # the kernel shows its route
    def url_rule(self) -> Rule | None:  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        """The rule that matched; None where none did."""
        kept = self.__dict__
        if "_rule" in kept:
            rule: Rule | None = kept["_rule"]
            return rule
        if self.match is None or "app" not in kept:
            return None
        app: Any = self.app
        found: Rule | None = app.url_map.rule_of(self.match.route)
        return found

    @url_rule.setter
    def url_rule(self, value: Rule | None) -> None:
        self.__dict__["_rule"] = value

    @property
    def endpoint(self) -> str | None:
        """The endpoint of the rule."""
        if "_rule" in self.__dict__:
            rule = self.url_rule
            return None if rule is None else rule.endpoint
        return None if self.match is None else self.match.route.endpoint


class Response(pegboard.Response):
    """A response; a cookie that browsers would drop is told by a warning, not by an exception."""

    json_module = flask_json
    autocorrect_location_header = False

    @lazy
    def max_cookie_size(self) -> int:
        """Bytes of name and value that a cookie may have without a warning; 0: no limit."""
        context = current_or_none()
        size: int = 4093 if context is None else context.app.config["MAX_COOKIE_SIZE"]
        return size

    def _check_cookie_size(self, key: str, cookie: str) -> None:
        size = len(cookie.partition(";")[0]) - 1
        if self.max_cookie_size and size > self.max_cookie_size:
            warn(
                f"The {key!r} cookie is too large: it has {size:,} bytes of name and value, and "
                f"browsers may drop more than {self.max_cookie_size:,}. Keep less in it.",
                stacklevel=3,
            )
