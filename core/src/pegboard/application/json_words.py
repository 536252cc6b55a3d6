"""``app.json``: the functions of the ``json`` module, spoken through the slot ``json``."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import IO, Any, Protocol, cast
from weakref import ref

from pegboard.responses import Response
from pegboard_hookspecs import Response as ContractResponse
from pegboard_hookspecs.errors import PegboardError, SetupError

__all__ = ["JSONOwner", "JSONWords"]

_MIMETYPE = "application/json"
_INDENT = 2


class JSONOwner(Protocol):
    """What these functions ask of an application."""

    response_class: type[ContractResponse]

    @property
    def config(self) -> MutableMapping[str, Any]:
        """The settings, among them those of the provider."""
        ...

    @property
    def debug(self) -> bool:
        """Debug mode: JSON is indented, for people."""
        ...

    def dump_json(self, value: Any, indent: int | None = None) -> bytes:
        """Write JSON through the slot."""
        ...

    def load_json(self, data: str | bytes) -> Any:
        """Read JSON through the slot."""
        ...


class JSONWords:
    """JSON as an application reads and writes it.

    The application is held weakly, so that the two do not keep each other alive.
    """

    # A misspelt attribute is an error of the line that assigns it.
    __slots__ = ("_app", "_default", "compact", "mimetype")

    def __init__(self, app: JSONOwner) -> None:
        self._app = ref(app)
        self._default: Callable[[Any], object] | None = None
        #: Responses are without line breaks; None: unless in debug mode.
        self.compact: bool | None = None
        #: The type of responses. It needs no charset: JSON is UTF-8 (RFC 8259, section 8.1).
        self.mimetype = _MIMETYPE

    @property
    def sort_keys(self) -> bool:
        """Keys of objects are sorted: the setting ``JSON_SORT_KEYS``.

        :raises SetupError: the provider of the slot has no such setting.
        """
        return bool(self._settings("JSON_SORT_KEYS")["JSON_SORT_KEYS"])

    @sort_keys.setter
    def sort_keys(self, value: bool) -> None:
        self._settings("JSON_SORT_KEYS")["JSON_SORT_KEYS"] = value

    @property
    def ensure_ascii(self) -> bool:
        """Characters outside of ASCII are escaped: the setting ``JSON_ASCII``.

        :raises SetupError: the provider of the slot has no such setting.
        """
        return bool(self._settings("JSON_ASCII")["JSON_ASCII"])

    @ensure_ascii.setter
    def ensure_ascii(self, value: bool) -> None:
        self._settings("JSON_ASCII")["JSON_ASCII"] = value

    @property
    def default(self) -> Callable[[Any], object]:
        """What gives the value to write in place of one that JSON has no type for.

        It is asked behind the plugins' hook ``json_default``, and raises TypeError where it
        knows nothing. Another function may be assigned; call the one that was there for what
        that one does not know.
        """
        if self._default is None:
            # Most applications write nothing but JSON's own types.
            from pegboard_hookspecs.extra_types import plain  # noqa: PLC0415 - see above

            self._default = plain
        return self._default

    @default.setter
    def default(self, function: Callable[[Any], object]) -> None:
        self._default = function

    @property
    def has_own_default(self) -> bool:
        """Another function was assigned to :attr:`default`."""
        given = self._default
        if given is None:
            return False
        from pegboard_hookspecs.extra_types import plain  # noqa: PLC0415 - see default

        return given is not plain

    def dumps(self, value: Any, *, indent: int | None = None) -> str:
        """Write a value as JSON text.

        :param indent: spaces per level; None is the shortest form.
        """
        return self._owner().dump_json(value, indent).decode()

    def dump(self, value: Any, file: IO[str], *, indent: int | None = None) -> None:
        """Write a value as JSON to a text file."""
        file.write(self.dumps(value, indent=indent))

    def loads(self, data: str | bytes) -> Any:
        """Read JSON.

        :raises ValueError: the text is not JSON.
        """
        return self._owner().load_json(data)

    def load(self, file: IO[Any]) -> Any:
        """Read JSON from a text or binary file."""
        return self.loads(file.read())

    def response(self, *values: Any, **fields: Any) -> Response:
        """Make a JSON response of one value, of several as an array, or of keywords.

        Indented in debug mode, or as :attr:`compact` says; ends with a newline.

        :raises TypeError: values and keywords were given together.
        """
        if values and fields:
            message = "A JSON response is made of either args or kwargs, not both."
            raise TypeError(message)
        value = fields or (None if not values else values[0] if len(values) == 1 else values)
        app = self._owner()
        is_compact = self.compact
        if is_compact is None:
            is_compact = not app.debug
        body = app.dump_json(value, None if is_compact else _INDENT) + b"\n"
        make, mimetype = app.response_class, self.mimetype
        # What was assigned is not known to be safe to send.
        is_quick = make.is_quick and mimetype is _MIMETYPE
        made = make.quick(body, mimetype) if is_quick else make(body, content_type=mimetype)
        return cast("Response", made)

    def _owner(self) -> JSONOwner:
        app = self._app()
        if app is None:
            message = "The application that this JSON belonged to is gone. Keep the application."
            raise PegboardError(message)
        return app

    def _settings(self, name: str) -> MutableMapping[str, Any]:
        config = self._owner().config
        if name not in config:
            message = (
                f"What fills the slot 'json' has no setting {name!r}, so it cannot be read or "
                "assigned here. Look into its documentation for what stands in its place."
            )
            raise SetupError(message)
        return config
