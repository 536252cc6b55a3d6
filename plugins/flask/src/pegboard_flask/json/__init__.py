"""JSON by the current application's provider, or by the standard library without one."""

from __future__ import annotations

import json as _json
from typing import IO, Any

from pegboard import Response, current_app, jsonify
from pegboard.context import has_app_context
from pegboard_flask.json.provider import plain

__all__ = ["Response", "current_app", "dump", "dumps", "jsonify", "load", "loads"]


def dumps(obj: Any, **kwargs: Any) -> str:
    """Write a value as JSON text.

    :param kwargs: for :func:`json.dumps`.
    """
    if has_app_context():
        text: str = current_app.json.dumps(obj, **kwargs)
        return text
    kwargs.setdefault("default", plain)
    return _json.dumps(obj, **kwargs)


def dump(obj: Any, fp: IO[str], **kwargs: Any) -> None:
    """Write a value as JSON to a file.

    :param kwargs: for :func:`json.dump`.
    """
    if has_app_context():
        current_app.json.dump(obj, fp, **kwargs)
    else:
        kwargs.setdefault("default", plain)
        _json.dump(obj, fp, **kwargs)


def loads(s: str | bytes, **kwargs: Any) -> Any:
    """Read JSON.

    :raises ValueError: the text is not JSON.
    """
    if has_app_context():
        return current_app.json.loads(s, **kwargs)
    return _json.loads(s, **kwargs)


def load(fp: IO[Any], **kwargs: Any) -> Any:
    """Read JSON from a file.

    :raises ValueError: the text is not JSON.
    """
    if has_app_context():
        return current_app.json.load(fp, **kwargs)
    return _json.load(fp, **kwargs)
