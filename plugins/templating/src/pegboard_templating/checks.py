"""What ``pegboard check`` finds in templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError, nodes

from pegboard_hookspecs import Application, Finding
from pegboard_hookspecs.templates import owner_of, suggestion, template_names
from pegboard_templating.environment import AppEnvironment
from pegboard_templating.loader import FolderLoader

__all__ = ["check_templates"]

_Reference = nodes.Extends | nodes.FromImport | nodes.Import | nodes.Include
_REFERENCES: tuple[type[_Reference], ...] = (
    nodes.Extends,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
)
_VERBS: Mapping[type[nodes.Node], str] = {
    nodes.Extends: "extends",
    nodes.FromImport: "imports from",
    nodes.Import: "imports",
    nodes.Include: "includes",
}


def check_templates(
    environment: AppEnvironment, app: Application, is_own: Callable[[str], bool]
) -> list[Finding]:
    """Compile every template, and look for what it extends, includes and imports by name.

    :param is_own: says by a name whether the template is Jinja's.
    """
    found = list(_shadowed(app))
    loader = environment.loader
    if loader is None:
        return found
    try:
        names = loader.list_templates()
    except TypeError as error:
        return [*found, _unlisted(error)]
    for name in filter(is_own, names):
        found.extend(_Check(environment, loader, name).findings())
    return found


class _Check:
    """The check of one template."""

    def __init__(self, environment: AppEnvironment, loader: BaseLoader, name: str) -> None:
        self._environment = environment
        self._loader = loader
        self._name = name
        path = loader.path_of(name) if isinstance(loader, FolderLoader) else None
        self._file = path or name

    def findings(self) -> Iterator[Finding]:
        try:
            tree = self._parsed()
            yield from self._missing(tree)
            yield from self._circular(tree)
            # Compiling sees more than parsing: unknown filters and tests, for one.
            self._environment.compile(tree, self._name, self._file)
        except UnicodeDecodeError as error:
            yield self._not_text(error)
        except TemplateSyntaxError as error:
            yield self._broken(error)

    def _parsed(self) -> nodes.Template:
        source = self._source_of(self._name)
        return self._environment.parse(source, self._name, self._file)

    def _missing(self, tree: nodes.Template) -> Iterator[Finding]:
        for node in tree.find_all(_REFERENCES):
            if isinstance(node, nodes.Include) and node.ignore_missing:
                continue
            for names in _constant_names(node.template):
                if not any(self._exists(name) for name in names):
                    yield self._absent(names, node)

    def _circular(self, tree: nodes.Template) -> Iterator[Finding]:
        chain = [self._name]
        parent = self._parent(tree, self._name)
        while parent is not None and parent not in chain:
            chain.append(parent)
            parent = self._parent_of(parent)
        if parent is not None and parent == self._name:
            yield self._endless([*chain, parent], tree)

    def _parent_of(self, name: str) -> str | None:
        try:
            return self._parent(self._environment.parse(self._source_of(name), name), name)
        except (TemplateNotFound, TemplateSyntaxError, UnicodeDecodeError):
            # It has a finding of its own.
            return None

    def _parent(self, tree: nodes.Template, name: str) -> str | None:
        extends = tree.find(nodes.Extends)
        if extends is None or not isinstance(extends.template, nodes.Const):
            return None
        return self._environment.join_path(str(extends.template.value), name)

    def _exists(self, name: str) -> bool:
        try:
            self._source_of(self._environment.join_path(name, self._name))
        except TemplateNotFound:
            return False
        except UnicodeDecodeError:
            # It is there, and has a finding of its own.
            return True
        return True

    def _source_of(self, name: str) -> str:
        # Not from the environment's cache: the check is about the files as they are now.
        return self._loader.get_source(self._environment, name)[0]

    def _not_text(self, error: UnicodeDecodeError) -> Finding:
        return Finding(
            "templating.encoding",
            "warning",
            f"The template {self._name!r} is not UTF-8: {error}.",
            self._file,
            "Save it as UTF-8; what is no template belongs into the static folder.",
        )

    def _broken(self, error: TemplateSyntaxError) -> Finding:
        return Finding(
            "templating.syntax",
            "error",
            f"The template {self._name!r} cannot be compiled: {error.message}",
            f"{error.filename or self._file}:{error.lineno}",
            "Correct that line.",
        )

    def _absent(self, names: Sequence[str], node: nodes.Node) -> Finding:
        listed = " or ".join(repr(name) for name in names)
        near = suggestion(names[-1], set(self._loader.list_templates()))
        return Finding(
            "templating.missing",
            "error",
            f"The template {self._name!r} {_VERBS[type(node)]} {listed}, which no folder has.",
            f"{self._file}:{node.lineno}",
            near or "Create that template, or correct the name.",
        )

    def _endless(self, chain: Sequence[str], tree: nodes.Template) -> Finding:
        extends = tree.find(nodes.Extends)
        return Finding(
            "templating.circular",
            "error",
            f"Templates extend each other in a circle: {' -> '.join(chain)}.",
            f"{self._file}:{1 if extends is None else extends.lineno}",
            "Let one of them extend another template, or none.",
        )


def _unlisted(error: TypeError) -> Finding:
    return Finding(
        "templating.unlisted",
        "info",
        f"Templates were not checked: {error}.",
        "jinja_options",
        "Give the loader a method list_templates.",
    )


def _constant_names(node: nodes.Node) -> Iterator[Sequence[str]]:
    """Give each name that a reference may come to, with its alternatives; variables have none."""
    if isinstance(node, nodes.CondExpr):
        yield from _constant_names(node.expr1)
        if node.expr2 is not None:
            yield from _constant_names(node.expr2)
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield [node.value]
    elif isinstance(node, nodes.Tuple | nodes.List):
        names = [str(item.value) for item in node.items if isinstance(item, nodes.Const)]
        if names and len(names) == len(node.items):
            yield names


def _shadowed(app: Application) -> Iterator[Finding]:
    """Find templates of a blueprint that another blueprint's of the same name hides.

    The application's own come first on purpose: that is how it adapts a blueprint's pages.
    """
    folders = {folder.path: folder for folder in app.template_folders}
    own = {name for each in folders.values() if not each.owner for name in template_names(each)}
    first: dict[str, str] = dict.fromkeys(own, "")
    for folder in folders.values():
        for name in template_names(folder):
            owner = first.setdefault(name, folder.owner)
            if owner not in {"", folder.owner}:
                yield Finding(
                    "templating.shadowed",
                    "warning",
                    f"The template {name!r} of {owner_of(folder)} is never used: the blueprint "
                    f"{owner!r} comes first and has one of that name.",
                    str(folder.path / name),
                    f"Move it into a folder of its own: {folder.owner}/{name}.",
                )
