"""What is served in place of an application that cannot be loaded."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any

from pegboard_hookspecs.errors import PegboardError

__all__ = ["Excuse"]


class Excuse:
    """A WSGI application that says why the real one cannot be loaded.

    For development only: it shows the user's code.

    :param is_raised: raise the error for each request, for the debugger to show; a sentence
        that has its own cure is never raised.
    """

    def __init__(self, error: Exception, *, is_raised: bool) -> None:
        self._error = error
        self._traceback = _own_part(error.__traceback__)
        self._is_raised = is_raised and not isinstance(error, PegboardError)
        self.text = self._text()
        #: Files beside the code that may be what is wrong; the reloader watches them.
        self.watched_files = tuple(_files(error))

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        if self._is_raised:
            # For Werkzeug's debugger: this frame is of no interest.
            __traceback_hide__ = True
            raise self._error.with_traceback(self._traceback)
        body = f"{self.text}\nSave a change, and the application is loaded again.\n".encode()
        head = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("500 Internal Server Error", head)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _text(self) -> str:
        if isinstance(self._error, PegboardError):
            return f"Error: {self._error}"
        lines = traceback.format_exception(type(self._error), self._error, self._traceback)
        return "".join(lines).rstrip()


def _files(error: BaseException | None) -> Iterator[str]:
    """Give the files that an error and what caused it name: settings, templates, data."""
    while error is not None:
        filename = getattr(error, "filename", None)
        if isinstance(filename, str):
            yield filename
        error = error.__cause__ or error.__context__


def _own_part(start: TracebackType | None) -> TracebackType | None:
    """Leave out the frames before the user's own."""
    frame = last = start
    while frame is not None and _is_ours(frame):
        frame, last = frame.tb_next, frame
    # A syntax error has no frame of the user's; one of ours would be a fault of Pegboard.
    is_theirs = last is not None and _package(last) == "importlib"
    return frame if frame is not None or is_theirs else start


def _is_ours(frame: TracebackType) -> bool:
    package = _package(frame)
    return package in {"importlib", "pegboard"} or package.startswith("pegboard_")


def _package(frame: TracebackType) -> str:
    return str(frame.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
