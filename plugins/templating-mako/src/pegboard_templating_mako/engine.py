"""The Mako templates of one application."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from threading import RLock
from types import ModuleType
from typing import Any

from mako.lookup import TemplateCollection
from mako.runtime import Context
from mako.template import Template
from markupsafe import Markup

from pegboard_hookspecs import Application
from pegboard_hookspecs.slots import HelperKind, TemplateChoice
from pegboard_hookspecs.templates import (
    MissingTemplateError,
    TemplateFiles,
    makes_markup,
    reloads_templates,
    script_json,
)
from pegboard_templating_mako.lexing import NAMES, MarkupLexer, TextLexer
from pegboard_templating_mako.missing import MissingMakoTemplateError
from pegboard_templating_mako.place import tell_place

__all__ = ["MakoEngine", "MakoTemplate"]

# A name such as "page.html.mako" says in front of these what the template makes.
_ENGINE_SUFFIXES = (".mako", ".mak")
# Applications write a few texts into their code, but some make them up from what users send.
_KEPT_TEXTS = 32
_LONGEST_KEPT_TEXT = 20_000
#: What every compiled template has that its author did not write.
_MAKOS_OWN = frozenset({"STOP_RENDERING", "UNDEFINED", "cache", "filters", "runtime"})


class MakoTemplate(Template):
    """A Mako template whose compiled module shares its name with no other.

    Mako takes the template's name for it, by which it later finds the lines of a traceback;
    two applications may well have an ``index.html`` each.
    """

    @property
    def module_id(self) -> str:
        """The name of the compiled module."""
        return f"{self._name}_{id(self):x}"

    @module_id.setter
    def module_id(self, name: str) -> None:
        self._name = name


@dataclass(frozen=True, slots=True)
class _Kept:
    template: Template
    path: str
    stamp: tuple[int, int] | None


class MakoEngine(TemplateCollection):
    """A template collection that takes folders, helpers and settings from an application.

    :param app: the application.
    :param options: keyword arguments for each template; they win.
    """

    def __init__(self, app: Application, options: Mapping[str, Any]) -> None:
        #: The files of the application's templates.
        self.files = TemplateFiles(app)
        #: What every template knows besides the values that it is given.
        self.names: dict[str, Any] = {
            "tojson": self._script_json,
            **app.template_filters,
            **app.template_tests,
            **app.template_globals,
        }
        self._options: dict[str, Any] = {
            "default_filters": [],
            # What a buffered def returns was escaped as it was printed.
            "buffer_filters": ["_markup"],
            **options,
        }
        self._options["imports"] = [NAMES, *options.get("imports", ())]
        self._kept: dict[str, _Kept] = {}
        # A template may ask for another one while it is compiled.
        self._lock = RLock()
        self._compiled: Callable[[str], Template] = lru_cache(_KEPT_TEXTS)(self._of_text)

    def add_helper(self, kind: HelperKind, name: str, helper: Any) -> None:
        """Take one more filter, test or global; of two with one name a global wins."""
        if kind == "global" or name not in self.files.app.template_globals:
            self.names[name] = helper

    def choose(self, name: TemplateChoice) -> Template:
        """Give the template that is chosen, or the first that exists of several.

        :raises MissingMakoTemplateError: there is none.
        :raises TypeError: it is no name, no template of Mako's, and no sequence of these.
        """
        if isinstance(name, str):
            return self.get_template(name)
        if isinstance(name, Template):
            return name
        if not isinstance(name, Sequence):
            message = f"{name!r} names no template. Pass a name, as in 'index.html', or several."
            raise TypeError(message)
        for each in name:
            if not isinstance(each, str) or self.has_template(each):
                return self.choose(each)
        raise MissingMakoTemplateError(name, self.files.app)

    def has_template(self, uri: str) -> bool:
        """Say whether there is a template of that name."""
        return self.files.path_of(uri) is not None

    def get_template(
        self,
        uri: str,
        relativeto: str | None = None,  # noqa: ARG002 - Mako's signature
    ) -> Template:
        """Give a template by its name, compiled once, and again when it has changed.

        :raises MissingMakoTemplateError: no folder has it.
        """
        name = "/".join(part for part in uri.split("/") if part not in {"", "."})
        kept = self._kept.get(name)
        if kept is not None and self._is_current(name, kept):
            return kept.template
        with self._lock:
            kept = self._kept[name] = self._load(name, uri)
        return kept.template

    def adjust_uri(self, uri: str, filename: str | None) -> str:
        """Give the name of a template that another one asks for: relative to that one's folder.

        One with a slash in front is relative to the folders of templates.
        """
        if uri.startswith("/") or filename is None:
            return uri
        return posixpath.normpath(posixpath.join(posixpath.dirname(filename), uri))

    def template_of_text(self, source: str) -> Template:
        """Compile a template given as text, or give it from the few that are kept."""
        if len(source) > _LONGEST_KEPT_TEXT:
            return self._of_text(source)
        return self._compiled(source)

    def render(self, template: Template, values: Mapping[str, Any]) -> str:
        """Render a template; what it raises has its file and line in a note."""
        try:
            return template.render_unicode(**{**self.names, **values})
        except Exception as error:
            tell_place(error)
            raise

    def pieces(self, template: Template, values: Mapping[str, Any]) -> Iterator[str]:
        """Render a template when the first piece is asked for, which is all of it."""
        yield self.render(template, values)

    def template_attribute(self, name: str, attribute: str) -> Any:
        """Give a def as a function that returns what it prints, or a variable of the module.

        :raises AttributeError: the template has neither; the message names what it has.
        """
        template = self.get_template(name)
        defs = [each for each in template.list_defs() if each != "body"]
        variables = _variables(template.module)
        if attribute in defs:
            return self._function(template, attribute)
        if attribute in variables:
            return variables[attribute]
        message = (
            f"The template {name!r} ({template.filename}) defines no {attribute!r}. "
            f"It defines: {', '.join(sorted({*defs, *variables})) or 'nothing'}."
        )
        raise AttributeError(message)

    def _function(self, template: Template, attribute: str) -> Callable[..., str]:
        definition = template.get_def(attribute)
        kind = Markup if makes_markup(template.uri, _ENGINE_SUFFIXES) else str

        def function(*args: Any, **kwargs: Any) -> str:
            printed = StringIO()
            try:
                definition.render_context(Context(printed, **self.names), *args, **kwargs)
            except Exception as error:
                tell_place(error)
                raise
            return kind(printed.getvalue())

        return function

    def _is_current(self, name: str, kept: _Kept) -> bool:
        if not reloads_templates(self.files.app):
            return True
        files = self.files
        return files.path_of(name) == kept.path and files.stamp_of(kept.path) == kept.stamp

    def _load(self, name: str, uri: str) -> _Kept:
        try:
            path = self.files.found(uri)
        except MissingTemplateError:
            raise MissingMakoTemplateError([uri], self.files.app) from None
        stamp = self.files.stamp_of(path)
        lexer = MarkupLexer if makes_markup(name, _ENGINE_SUFFIXES) else TextLexer
        return _Kept(self._made(lexer, path=path, name=name), path, stamp)

    def _of_text(self, source: str) -> Template:
        with self._lock:
            return self._made(MarkupLexer, text=source)

    def _made(
        self,
        lexer: type[TextLexer],
        *,
        text: str | None = None,
        path: str | None = None,
        name: str | None = None,
    ) -> Template:
        options = {"lexer_cls": lexer, **self._options}
        try:
            return MakoTemplate(text, path, name, lookup=self, **options)
        except Exception as error:
            tell_place(error)
            raise

    def _script_json(self, value: Any, **options: Any) -> Markup:
        return Markup(script_json(self.files.app, value, **options))  # noqa: S704 - made for markup


def _variables(module: ModuleType) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith(("_", "render_")) and name not in _MAKOS_OWN
    }
