"""What plugins and the words of views ask of an application."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from werkzeug.exceptions import HTTPException

from pegboard.application.async_words import AsyncWords
from pegboard.application.building import url_for
from pegboard.application.config_words import ConfigWords
from pegboard.application.json_words import JSONWords
from pegboard.bridge import awaited
from pegboard.context import current, current_or_none, current_request
from pegboard.places import place_of_function
from pegboard.registration import Scaffold
from pegboard.responses import Response, redirection
from pegboard.steps.request_functions import scopes
from pegboard_hookspecs import Request, Route, TemplateFolder, lazy
from pegboard_hookspecs import Response as ContractResponse
from pegboard_hookspecs.errors import ContextError, SetupError

__all__ = ["Facade"]


class Facade(ConfigWords, AsyncWords):
    """An application as :class:`pegboard_hookspecs.Application` describes it to plugins."""

    @abstractmethod
    def start(self) -> None:
        """End set-up, once per process."""

    @abstractmethod
    def handle(self, request: Request) -> ContractResponse:
        """Take one request through its life and give the response to send."""

    @abstractmethod
    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer one WSGI request (PEP 3333)."""

    @property
    def routes(self) -> Sequence[Route]:
        """Every registered route, in order of registration."""
        return tuple(self._routes)

    @property
    def template_folders(self) -> Sequence[TemplateFolder]:
        """The application's folder of templates, then those of its blueprints."""
        owners: list[tuple[str, Scaffold]] = [("", self), *self.blueprints.items()]
        return tuple(
            TemplateFolder(name, Path(owner.root_path, owner.template_folder))
            for name, owner in owners
            if owner.template_folder is not None
        )

    @lazy
    def json(self) -> JSONWords:
        """``dumps``, ``loads``, ``dump``, ``load`` and ``response`` of the slot ``json``."""
        return JSONWords(self)

    def dump_json(self, value: Any, indent: int | None = None) -> bytes:
        """Write JSON through the slot.

        :raises SlotEmptyError: no plugin reads and writes JSON.
        """
        written: bytes = self._slot_call("json", "dump_json")(self, value, indent)
        return written

    def load_json(self, data: str | bytes) -> Any:
        """Read JSON through the slot.

        :raises SlotEmptyError: no plugin reads and writes JSON.
        :raises ValueError: the text is not JSON.
        """
        return self._slot_call("json", "load_json")(self, data)

    def json_default(self, value: Any) -> object:
        """Give what is written as JSON in place of a value that JSON has no type for.

        :raises TypeError: neither a plugin nor ``app.json.default`` has something for it.
        """
        if self.calls.json_default is not None:
            plain: object = self.calls.json_default(self, value)
            if plain is not None:
                return plain
        return self.json.default(value)

    @property
    def has_own_json_types(self) -> bool:
        """A hook or ``app.json.default`` says what is written as JSON for some types."""
        return self.calls.json_default is not None or self.json.has_own_default

    def current_request(self) -> Request:
        """Give the request that is being answered here.

        :raises ContextError: none is.
        """
        return current_request("app.current_request()")

    def current_state(self) -> dict[object, Any]:
        """Give where plugins keep what belongs to the context that is current here.

        :raises ContextError: none is, or one of another application.
        """
        context = current("app.current_state()")
        if context.app is not self:
            message = (
                f"The context that is current belongs to {context.app!r}, and something of "
                f"{self!r} was used. Wrap the code in 'with app.app_context():' of that one."
            )
            raise ContextError(message)
        return context.state

    def open_session(self, request: Request) -> Any:
        """Open the session of a request through the slot (step 2).

        :raises SlotEmptyError: no plugin keeps sessions.
        :raises SetupError: the plugin that keeps sessions opened none.
        """
        session = self._slot_call("sessions", "open_session")(self, request)
        if session is None:
            message = (
                f"The provider of the slot 'sessions', {self.slot('sessions').identity}, did not "
                "open a session. Report it to its author."
            )
            raise SetupError(message)
        return session

    def match_request(self, request: Request) -> None:
        """Find the route of a request through the slot (step 3); keep a miss for later."""
        match_request = self.calls.match_request
        if match_request is None:
            request.routing_exception = self.plugins.empty("routing")
            return
        try:
            request.match = match = match_request(self, request)
        except HTTPException as error:
            request.routing_exception = error.with_traceback(None)
        else:
            values = match.values
            request.view_args = dict(values) if values else {}

    def allowed_methods(self, request: Request) -> Collection[str]:
        """Give the methods that a request's URL can be asked with, through the slot.

        :raises SlotEmptyError: no plugin matches URLs.
        """
        methods: Collection[str] = self._slot_call("routing", "allowed_methods")(self, request)
        return methods

    def make_response(self, value: Any) -> Response:
        """Make a response of what a view may return (step 6)."""
        request = current_request("app.make_response()")
        response: Response = self.calls.make_response(self, request, value)
        return response

    def redirect(self, location: str, code: int = 302) -> Response:
        """Answer with another location; what the word ``redirect`` does for this application.

        :param code: 301, 302, 303, 307 or 308 (RFC 9110, section 15.4).
        """
        return cast("Response", redirection(self.response_class, location, code))

    def run_teardown(self, request: Request | None, error: BaseException | None) -> None:
        """Give back what a context took (step 10)."""
        self.calls.teardown(self, request, error)

    def url_for(
        self,
        endpoint: str,
        /,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Build a URL for an endpoint; values that its rule does not know become the query.

        Inside of a request the URL has no scheme and host unless ``_external`` or ``_scheme``
        ask for them; outside of one it has, from ``SERVER_NAME``. A leading dot stands for the
        current blueprint.

        :param _anchor: what follows ``#``.
        :param _method: build a route of this method.
        :param _scheme: the scheme; "" gives ``//host/…``.
        :param _external: with scheme and host.
        :raises BuildError: the endpoint is unknown, or values are missing.
        :raises HostUnknownError: the URL is to have a host, and nobody names it.
        """
        context = current_or_none()
        return url_for(
            self,
            None if context is None or context.app is not self else context.request,
            endpoint,
            anchor=_anchor,
            method=_method,
            scheme=_scheme,
            is_external=_external,
            values=values,
        )

    def template_context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Add what context processors give to the values of one rendering; the caller's win.

        :raises TypeError: a context processor gives no dictionary.
        """
        registry = self.template_context_processors
        if not registry:
            return dict(context)
        current = current_or_none()
        request = None if current is None else current.request
        merged: dict[str, Any] = {}
        for scope in (None,) if request is None else reversed(scopes(request)):
            for processor in registry.get(scope, ()):
                given = awaited(self, processor())
                try:
                    merged.update(given)
                except (TypeError, ValueError) as error:
                    raise _no_values_error(processor, given) from error
        merged.update(context)
        return merged


def _no_values_error(processor: Callable[..., Any], given: object) -> TypeError:
    name = getattr(processor, "__name__", repr(processor))
    return TypeError(
        f"The context processor {name!r} ({place_of_function(processor)}) returned {given!r:.80}. "
        "Return a dict of values for templates, which may be empty."
    )
