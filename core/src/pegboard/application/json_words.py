"""``app.json``: the functions of the ``json`` module, spoken through the slot ``json``."""

from __future__ import annotations

from typing import IO, Any, Protocol
from weakref import ref

from pegboard_hookspecs import Response
from pegboard_hookspecs.errors import PegboardError

__all__ = ["JSONOwner", "JSONWords"]

_MIMETYPE = "application/json"


class JSONOwner(Protocol):
    """What these functions ask of an application."""

    response_class: type[Response]

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

    def __init__(self, app: JSONOwner) -> None:
        self._app = ref(app)

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

        Indented in debug mode; ends with a newline.

        :raises TypeError: values and keywords were given together.
        """
        if values and fields:
            message = "A JSON response is made of either args or kwargs, not both."
            raise TypeError(message)
        value = fields or (None if not values else values[0] if len(values) == 1 else values)
        app = self._owner()
        body = app.dump_json(value, 2 if app.debug else None) + b"\n"
        make = app.response_class
        return make.quick(body, _MIMETYPE) if make.is_quick else make(body, mimetype=_MIMETYPE)

    def _owner(self) -> JSONOwner:
        app = self._app()
        if app is None:
            message = "The application that this JSON belonged to is gone. Keep the application."
            raise PegboardError(message)
        return app
