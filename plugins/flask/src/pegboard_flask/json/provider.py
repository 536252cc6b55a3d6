"""What an application reads and writes JSON with; extensions put their own in its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any, cast
from uuid import UUID
from weakref import ref

from werkzeug.http import http_date

from pegboard import Response

__all__ = ["DefaultJSONProvider", "JSONProvider", "plain"]

_JSON = "application/json"


def plain(value: Any) -> Any:
    """Give what is written in place of a value that JSON has no type for.

    :raises TypeError: nothing is known for it.
    """
    if isinstance(value, date):
        return http_date(value)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    render: Callable[[], Any] | None = getattr(value, "__html__", None)
    if render is not None:
        return str(render())
    message = f"Object of type {type(value).__name__} is not JSON serializable"
    raise TypeError(message)


class JSONProvider:
    """JSON as an application reads and writes it.

    :param app: the application, which is held weakly.
    """

    #: What the kernel asks of JSON: this provider says what is written for other types.
    has_own_default = True
    #: It writes and reads by the slot ``json``, and not in a way of its own.
    speaks_through_slot = False

    def __init__(self, app: Any) -> None:
        self._owner = ref(app)

    @property
    def _app(self) -> Any:
        return self._owner()

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write a value as JSON text."""
        raise NotImplementedError

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON."""
        raise NotImplementedError

    def dump(self, obj: Any, fp: IO[str], **kwargs: Any) -> None:
        """Write a value as JSON to a text file."""
        fp.write(self.dumps(obj, **kwargs))

    def load(self, fp: IO[Any], **kwargs: Any) -> Any:
        """Read JSON from a file."""
        return self.loads(fp.read(), **kwargs)

    def default(self, value: Any) -> Any:
        """Give what is written in place of a value that JSON has no type for.

        :raises TypeError: nothing is known for it.
        """
        return plain(value)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Make a JSON response of one value, of several as a list, or of keywords.

        :raises TypeError: both were given.
        """
        value = self._prepare_response_obj(args, kwargs)
        made = self._app.response_class(self.dumps(value), mimetype=_JSON)
        return cast("Response", made)

    def _prepare_response_obj(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if args and kwargs:
            message = "app.json.response() takes either args or kwargs, not both"
            raise TypeError(message)
        if not args:
            return kwargs or None
        return args[0] if len(args) == 1 else args


class DefaultJSONProvider(JSONProvider):
    """JSON by the standard library; responses speak through the slot ``json``."""

    #: What is written for other types; a plain function, which may be replaced.
    default: Callable[[Any], Any] = staticmethod(plain)  # type: ignore[assignment]
    ensure_ascii = True
    sort_keys = True
    #: Responses are without line breaks; None: unless in debug mode.
    compact: bool | None = None
    mimetype = _JSON

    speaks_through_slot = True

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = (cls.dumps, cls.loads) != (DefaultJSONProvider.dumps, DefaultJSONProvider.loads)
        cls.speaks_through_slot = not own

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write a value as JSON text.

        :param kwargs: for :func:`json.dumps`.
        """
        kwargs.setdefault("default", self.default)
        kwargs.setdefault("ensure_ascii", self.ensure_ascii)
        kwargs.setdefault("sort_keys", self.sort_keys)
        return json.dumps(obj, **kwargs)

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON.

        :param kwargs: for :func:`json.loads`.
        """
        return json.loads(s, **kwargs)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Make a JSON response of one value, of several as a list, or of keywords.

        :raises TypeError: both were given.
        """
        value = self._prepare_response_obj(args, kwargs)
        app = self._app
        is_compact = not app.debug if self.compact is None else self.compact
        make, mimetype = app.response_class, self.mimetype
        body = self._body(app, value) if is_compact and self.speaks_through_slot else None
        if body is None:
            options: dict[str, Any] = {"separators": (",", ":")} if is_compact else {"indent": 2}
            body = self.dumps(value, **options).encode()
        if make.is_quick and mimetype is _JSON:
            return cast("Response", make.quick(body + b"\n", mimetype))
        return cast("Response", make(body + b"\n", mimetype=mimetype))

    def _body(self, app: Any, value: Any) -> bytes | None:
        """Write through the slot; None where only the standard library does as Flask would."""
        config = app.config
        wanted = (self.sort_keys, self.ensure_ascii)
        if wanted != (config.get("JSON_SORT_KEYS", True), config.get("JSON_ASCII", True)):
            return None
        try:
            written: bytes = app.dump_json(value)
        except (TypeError, ValueError):
            # NaN for one, which Flask writes; what cannot be written is told in Flask's words.
            return None
        return written
