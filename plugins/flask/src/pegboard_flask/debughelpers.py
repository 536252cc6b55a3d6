"""What debug mode tells beyond a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jinja2 import BaseLoader

from pegboard import Blueprint, Pegboard
from pegboard.context import current_or_none
from pegboard_hookspecs.errors import BodyLostError as FormDataRoutingRedirect
from pegboard_hookspecs.errors import FilesNotSentError as DebugFilesKeyError

__all__ = [
    "DebugFilesKeyError",
    "FormDataRoutingRedirect",
    "UnexpectedUnicodeError",
    "explain_template_loading_attempts",
]

_Source = tuple[str, str | None, Callable[[], bool] | None]
_Attempt = tuple[BaseLoader, Any, _Source | None]


class UnexpectedUnicodeError(AssertionError, UnicodeError):
    """Bytes and text were mixed. Nothing raises it any more; some still catch it."""


def explain_template_loading_attempts(
    app: Any, template: str, attempts: Sequence[_Attempt]
) -> None:
    """Log where a template was looked for, and what was found there.

    :param attempts: a loader, the application or blueprint that has it, and what it found.
    """
    app.logger.info("\n".join(_lines(template, attempts)))


def _lines(template: str, attempts: Sequence[_Attempt]) -> Iterator[str]:
    yield f"The template {template!r} was looked for in this order:"
    for number, (loader, owner, found) in enumerate(attempts, start=1):
        yield f"{number:5}. {_owner(owner)}, by {_loader(loader)}: {_outcome(found)}"
    count = sum(found is not None for *_, found in attempts)
    if count > 1:
        yield f"{count} places have it; the first one is taken."
    if count == 0:
        yield "No place has it. Is its folder the 'templates' folder of the one you think of?"
        blueprint = _current_blueprint()
        if blueprint:
            yield (
                f"The request is answered by the blueprint {blueprint!r}: does it have a "
                "template_folder?"
            )


def _owner(owner: Any) -> str:
    if isinstance(owner, Pegboard):
        return f"application {owner.import_name!r}"
    if isinstance(owner, Blueprint):
        return f"blueprint {owner.name!r} ({owner.import_name})"
    return repr(owner)


def _loader(loader: BaseLoader) -> str:
    kind = f"{type(loader).__module__}.{type(loader).__name__}"
    places = getattr(loader, "searchpath", None)
    return f"{kind} in {', '.join(map(str, places))}" if places else kind


def _outcome(found: _Source | None) -> str:
    if found is None:
        return "not there"
    return "found" if found[1] is None else f"found as {found[1]!r}"


def _current_blueprint() -> str | None:
    context = current_or_none()
    request: Any = None if context is None else context.request
    name: str | None = None if request is None else request.blueprint
    return name
