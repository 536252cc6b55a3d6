"""The words that applications use inside of views; each speaks through a hook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from os import PathLike
from typing import IO, Any, NoReturn, cast

from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import abort as werkzeug_abort

from pegboard.context import current, current_or_none, current_request
from pegboard.responses import Response, redirection
from pegboard_hookspecs import Response as ContractResponse
from pegboard_hookspecs.slots import FileOptions

__all__ = [
    "abort",
    "jsonify",
    "make_response",
    "redirect",
    "send_file",
    "send_from_directory",
    "url_for",
]

#: What the words call the options of a file, and what the contract does.
_FILE_OPTIONS = {
    "mimetype": "mimetype",
    "as_attachment": "is_attachment",
    "download_name": "download_name",
    "conditional": "is_conditional",
    "etag": "etag",
    "last_modified": "last_modified",
    "max_age": "max_age",
}
_Age = int | Callable[[str | None], int | None] | None


def url_for(
    endpoint: str,
    *,
    _anchor: str | None = None,
    _method: str | None = None,
    _scheme: str | None = None,
    _external: bool | None = None,
    **values: Any,
) -> str:
    """Build a URL; see :meth:`pegboard.Pegboard.url_for`.

    :raises ContextError: no application is current.
    """
    url: str = current("url_for").app.url_for(
        endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values
    )
    return url


def redirect(location: str, code: int = 302) -> Response:
    """Answer with another location; browsers go there (RFC 9110, section 15.4).

    Inside of a context the application makes it; see :meth:`pegboard.Pegboard.redirect`.

    :param code: 301, 302, 303, 307 or 308.
    """
    context = current_or_none()
    if context is None:
        return cast("Response", redirection(Response, location, code))
    response: Response = context.app.redirect(location, code)
    return response


def abort(code: int | ContractResponse, *args: Any, **kwargs: Any) -> NoReturn:
    """Raise the HTTP error of a code, or a finished response as an exception.

    :raises werkzeug.exceptions.HTTPException: always.
    :raises LookupError: no exception is known for the code.
    """
    context = current_or_none()
    raise_ = werkzeug_abort if context is None else context.app.aborter
    try:
        raise_(code, *args, **kwargs)
    except HTTPException:
        # Some of them are a LookupError too.
        raise
    except LookupError:
        message = (
            f"abort() knows no HTTP error {code!r}. Give the number of one, as in abort(404), or "
            "a response."
        )
        raise LookupError(message) from None
    message = "The aborter returned instead of raising."
    raise RuntimeError(message)


def jsonify(*values: Any, **fields: Any) -> Response:
    """Make a JSON response of one value, of several as an array, or of keywords.

    :raises TypeError: values and keywords were given together.
    :raises SlotEmptyError: no plugin writes JSON.
    """
    response: Response = current("jsonify").app.json.response(*values, **fields)
    return response


def make_response(*parts: Any) -> Response:
    """Make a response of what a view may return, to change it before it is returned."""
    app = current("make_response").app
    value = app.response_class() if not parts else parts[0] if len(parts) == 1 else parts
    response: Response = app.make_response(value)
    return response


def send_file(
    path_or_file: str | PathLike[str] | IO[bytes],
    mimetype: str | None = None,
    as_attachment: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
    download_name: str | None = None,
    conditional: bool = True,  # noqa: FBT001, FBT002
    etag: bool | str = True,  # noqa: FBT001, FBT002
    last_modified: datetime | float | None = None,
    max_age: _Age = None,
) -> Response:
    """Answer with a file; never with a name that came from outside, see the next word.

    :raises SlotEmptyError: no plugin sends files.
    """
    request = current_request("send_file")
    app = current("send_file").app
    options = FileOptions(
        mimetype, as_attachment, download_name, conditional, etag, last_modified, max_age
    )
    response: Response = _static(app, "send_file")(app, request, path_or_file, options)
    return response


def send_from_directory(
    directory: str | PathLike[str], path: str | PathLike[str], **options: Any
) -> Response:
    """Answer with a file whose name came from outside: nothing outside of the directory.

    :param options: as for :func:`send_file`.
    :raises werkzeug.exceptions.NotFound: the path leaves the directory, or names no file.
    :raises SlotEmptyError: no plugin sends files.
    """
    request = current_request("send_from_directory")
    app = current("send_from_directory").app
    chosen = _file_options(options)
    response: Response = _static(app, "send_from_directory")(app, request, directory, path, chosen)
    return response


def _file_options(options: Mapping[str, Any]) -> FileOptions:
    unknown = options.keys() - _FILE_OPTIONS.keys()
    if unknown:
        message = (
            f"send_from_directory() has no option {min(unknown)!r}. "
            f"Options are: {', '.join(_FILE_OPTIONS)}."
        )
        raise TypeError(message)
    return FileOptions(**{_FILE_OPTIONS[name]: value for name, value in options.items()})


def _static(app: Any, hook: str) -> Any:
    found = getattr(app.calls, hook)
    if found is None:
        raise app.plugins.empty("static")
    return found
