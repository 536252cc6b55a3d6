"""Names for the types of what applications register and return."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard.registration import Scope
from pegboard_hookspecs import Response

__all__ = [
    "AfterRequestCallable",
    "AppOrBlueprintKey",
    "BeforeRequestCallable",
    "ErrorHandlerCallable",
    "HeaderValue",
    "HeadersValue",
    "ResponseReturnValue",
    "ResponseValue",
    "RouteCallable",
    "ShellContextProcessorCallable",
    "TeardownCallable",
    "TemplateContextProcessorCallable",
    "TemplateFilterCallable",
    "TemplateGlobalCallable",
    "TemplateTestCallable",
    "URLDefaultCallable",
    "URLValuePreprocessorCallable",
    "WSGIApplication",
]

#: A WSGI application (PEP 3333), which a view may return.
WSGIApplication = Callable[..., Any]
#: What a body can be made of.
ResponseValue = (
    WerkzeugResponse
    | str
    | bytes
    | bytearray
    | list[Any]
    | Mapping[str, Any]
    | Iterator[str]
    | Iterator[bytes]
    | WSGIApplication
)
#: The value of one header field.
HeaderValue = str | list[str] | tuple[str, ...]
#: The headers that a view may return beside a body.
HeadersValue = Headers | Mapping[str, HeaderValue] | Sequence[tuple[str, HeaderValue]]
#: What a view may return.
ResponseReturnValue = (
    ResponseValue
    | tuple[ResponseValue, HeadersValue]
    | tuple[ResponseValue, int | str]
    | tuple[ResponseValue, int | str, HeadersValue]
)
#: The key of a registry: None for the whole application, else a blueprint's dotted name.
AppOrBlueprintKey = Scope

#: Takes the response, and gives the one to go on with.
AfterRequestCallable = Callable[[Any], Response | Awaitable[Response]]
#: Gives what answers in place of the view, or None.
BeforeRequestCallable = Callable[
    [], ResponseReturnValue | Awaitable[ResponseReturnValue | None] | None
]
#: Takes an exception and gives what a view may return.
ErrorHandlerCallable = Callable[[Any], ResponseReturnValue | Awaitable[ResponseReturnValue]]
#: A view; it takes the values of the URL by name.
RouteCallable = Callable[..., ResponseReturnValue | Awaitable[ResponseReturnValue]]
#: Gives names for ``pegboard shell``.
ShellContextProcessorCallable = Callable[[], Mapping[str, Any]]
#: Takes the exception that nobody handled, or None.
TeardownCallable = Callable[[BaseException | None], Awaitable[None] | None]
#: Gives values for templates.
TemplateContextProcessorCallable = Callable[[], Mapping[str, Any] | Awaitable[Mapping[str, Any]]]
#: A filter, a global, or a test of templates.
TemplateFilterCallable = Callable[..., Any]
TemplateGlobalCallable = Callable[..., Any]
TemplateTestCallable = Callable[..., bool]
#: Takes endpoint and values of a URL that is being built, and may add values.
URLDefaultCallable = Callable[[str, dict[str, Any]], None]
#: Takes endpoint and values of a request, None where nothing matched, and may change the values.
URLValuePreprocessorCallable = Callable[[str | None, dict[str, Any] | None], None]
