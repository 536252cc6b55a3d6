"""What ``pegboard check`` finds in templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from minijinja import TemplateError

from pegboard_hookspecs import Finding
from pegboard_templating_minijinja.engine import MiniJinjaEngine

__all__ = ["check_templates"]


def check_templates(engine: MiniJinjaEngine, is_own: Callable[[str], bool]) -> list[Finding]:
    """Parse every template.

    :param is_own: says by a name whether the template is MiniJinja's.
    """
    names = filter(is_own, engine.files.names())
    return [finding for name in names for finding in _of_one(engine, name)]


def _of_one(engine: MiniJinjaEngine, name: str) -> Iterator[Finding]:
    path = engine.files.path_of(name)
    if path is None:
        # It was deleted meanwhile.
        return
    try:
        # Not by its name: the check is about the files as they are now.
        engine.environment.undeclared_variables_in_str(engine.files.text_of(path))
    except UnicodeDecodeError as error:
        yield Finding(
            "templating.encoding",
            "warning",
            f"The template {name!r} is not UTF-8: {error}.",
            path,
            "Save it as UTF-8; what is no template belongs into the static folder.",
        )
    except TemplateError as error:
        yield Finding(
            "templating.syntax",
            "error",
            f"The template {name!r} cannot be parsed: {error.detail}",
            f"{path}:{error.line}",
            "Correct that line.",
        )
