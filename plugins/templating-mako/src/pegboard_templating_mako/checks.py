"""What ``pegboard check`` finds in templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mako.exceptions import CompileException, SyntaxException
from mako.lexer import Lexer
from mako.parsetree import Tag

from pegboard_hookspecs import Finding
from pegboard_hookspecs.templates import suggestion
from pegboard_templating_mako.engine import MakoEngine

__all__ = ["check_templates"]

_VERBS = {"include": "includes", "inherit": "inherits from", "namespace": "imports from"}


def check_templates(engine: MakoEngine, is_own: Callable[[str], bool]) -> list[Finding]:
    """Compile every template, and look for what it inherits from, includes and imports by name.

    :param is_own: says by a name whether the template is Mako's.
    """
    names = filter(is_own, engine.files.names())
    return [finding for name in names for finding in _of_one(engine, name)]


def _of_one(engine: MakoEngine, name: str) -> Iterator[Finding]:
    path = engine.files.path_of(name)
    if path is None:
        # It was deleted meanwhile.
        return
    try:
        source = engine.files.text_of(path)
        engine.get_template(name)
        references = _References()
        Lexer(source, path).parse().accept_visitor(references)
    except UnicodeDecodeError as error:
        yield _not_text(name, path, error)
    except (CompileException, SyntaxException, SyntaxError) as error:
        yield _broken(name, path, error)
    else:
        for tag in references.tags:
            wanted = engine.adjust_uri(tag.attributes["file"], name)
            if not engine.has_template(wanted):
                yield _absent(engine, name, f"{path}:{tag.lineno}", tag.keyword, wanted)


class _References:
    """Gathers the tags that name another template, which no expression makes up."""

    def __init__(self) -> None:
        # A tag below a control line is met twice.
        self._tags: dict[int, Tag] = {}

    @property
    def tags(self) -> list[Tag]:
        return list(self._tags.values())

    def visitIncludeTag(self, tag: Tag) -> None:  # noqa: N802 - Mako's name
        self._note(tag)

    def visitInheritTag(self, tag: Tag) -> None:  # noqa: N802 - Mako's name
        self._note(tag)

    def visitNamespaceTag(self, tag: Tag) -> None:  # noqa: N802 - Mako's name
        self._note(tag)

    def _note(self, tag: Tag) -> None:
        if "${" not in tag.attributes.get("file", "${"):
            self._tags[id(tag)] = tag
        for node in tag.nodes:
            node.accept_visitor(self)


def _not_text(name: str, path: str, error: UnicodeDecodeError) -> Finding:
    return Finding(
        "templating.encoding",
        "warning",
        f"The template {name!r} is not UTF-8: {error}.",
        path,
        "Save it as UTF-8; what is no template belongs into the static folder.",
    )


def _broken(
    name: str, path: str, error: CompileException | SyntaxException | SyntaxError
) -> Finding:
    return Finding(
        "templating.syntax",
        "error",
        f"The template {name!r} cannot be compiled: {error}",
        f"{path}:{error.lineno}",
        "Correct that line.",
    )


def _absent(engine: MakoEngine, name: str, place: str, keyword: str, wanted: str) -> Finding:
    near = suggestion(wanted, set(engine.files.names()))
    return Finding(
        "templating.missing",
        "error",
        f"The template {name!r} {_VERBS[keyword]} {wanted!r}, which no folder has.",
        place,
        near or "Create that template, or correct the name.",
    )
