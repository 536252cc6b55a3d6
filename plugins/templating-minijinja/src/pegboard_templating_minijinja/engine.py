"""The MiniJinja environment of one application, and what it needs around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from markupsafe import Markup
from minijinja import Environment, TemplateError

from pegboard_hookspecs import Application
from pegboard_hookspecs.slots import HelperKind, TemplateChoice
from pegboard_hookspecs.templates import (
    MissingTemplateError,
    TemplateFiles,
    makes_markup,
    reloads_templates,
)
from pegboard_templating_minijinja.helpers import helper_of, tojson_of
from pegboard_templating_minijinja.loader import Loader

__all__ = ["MiniJinjaEngine"]

# A name such as "page.html.j2" says in front of these what the template makes.
_ENGINE_SUFFIXES = (".minijinja", ".j2", ".jinja", ".jinja2")
# A template that is included fails in the words of the one that includes it; why, comes after.
_CAUSE = re.compile(r"^caused by: (.*) \(in (.+):(\d+)\)$", re.MULTILINE)
# As MiniJinja calls one that was given as text.
_TEXT = "<string>"
#: Gives what a template defines under one name, whether it is a macro, and all names. What it is
#: rendered with is seen in macros too, so the names are such as no template uses.
_PEEK = (
    "{% import _pegboard.template as _module %}"
    "{% set _value = _module[_pegboard.name]|default({}) %}"
    "{% set _is_macro = _value.name == _pegboard.name and _value.arguments is defined"
    " and _value.caller is defined %}"
    "{{ _take(_value, _is_macro, _module|list) }}"
)
_CALL = (
    "{% import _pegboard.template as _module %}"
    "{{ _module[_pegboard.name](*_pegboard.args, **_pegboard.kwargs) }}"
)


class MiniJinjaEngine:
    """Renders the templates of one application.

    :param app: the application.
    :param options: keyword arguments for :class:`minijinja.Environment`; they win.
    """

    def __init__(self, app: Application, options: Mapping[str, Any]) -> None:
        #: The files of the application's templates.
        self.files = TemplateFiles(app)
        self._paths: dict[str, str] = {}
        self._loader = Loader(self.files, self._paths)
        own: dict[str, Any] = {"loader": self._loader, "auto_escape_callback": _is_escaped}
        #: MiniJinja's own.
        self.environment = Environment(**{**own, **options})
        self._is_reloading = bool(self.environment.reload_before_render)
        self._may_switch = "reload_before_render" not in options
        self.environment.add_filter("tojson", tojson_of(app))
        for name in app.template_filters:
            self.add_helper("filter", name)
        for name in app.template_tests:
            self.add_helper("test", name)

    def add_helper(self, kind: HelperKind, name: str) -> None:
        """Take one more filter or test; globals are asked of the application each time."""
        if kind == "filter":
            self.environment.add_filter(name, helper_of(self.files.app, kind, name))
        elif kind == "test":
            self.environment.add_test(name, helper_of(self.files.app, kind, name))

    def choose(self, name: TemplateChoice) -> str:
        """Give the name that is chosen, or the first of several that has a template.

        :raises MissingTemplateError: there is none.
        :raises TypeError: it is no name and no sequence of names.
        """
        if not isinstance(name, str) and not isinstance(name, Sequence):
            message = (
                f"{name!r} names no template. Pass a name, as in 'index.html', or several; "
                "MiniJinja has no template objects."
            )
            raise TypeError(message)
        names = [name] if isinstance(name, str) else name
        for each in names:
            if not isinstance(each, str):
                return self.choose(each)
            if self._has(each):
                return each
        # Searched once more, for the log.
        for each in names:
            self._loader(str(each))
        raise MissingTemplateError(names, self.files.app)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Render a template; what it raises has its file, and its line where it is known."""
        with self._telling(name):
            return self.environment.render_template(name, **self._with_globals(values))

    def render_text(self, source: str, values: Mapping[str, Any]) -> str:
        """Render a template given as text."""
        with self._telling(_TEXT):
            return self.environment.render_str(source, **self._with_globals(values))

    def template_attribute(self, name: str, attribute: str) -> Any:
        """Give a macro as a function that returns what it prints, or a variable's value.

        :raises AttributeError: the template has neither; the message names what it has.
        """
        self.choose(name)
        taken: list[Any] = []

        def take(*values: object) -> None:
            taken.extend(values)

        values = {"_pegboard": {"template": name, "name": attribute}, "_take": take}
        with self._telling(name):
            self.environment.render_str(_PEEK, name, **self._with_globals(values))
        value, is_macro, known = taken
        if attribute not in known:
            message = (
                f"The template {name!r} ({self.files.path_of(name)}) defines no {attribute!r}. "
                f"It defines: {', '.join(sorted(known)) or 'nothing'}."
            )
            raise AttributeError(message)
        # A macro comes out of MiniJinja as its description.
        return self._function(name, attribute) if is_macro else value

    def _function(self, name: str, attribute: str) -> Callable[..., str]:
        kind = Markup if _is_escaped(name) else str

        def function(*args: Any, **kwargs: Any) -> str:
            call = {"template": name, "name": attribute, "args": args, "kwargs": kwargs}
            values = self._with_globals({"_pegboard": call})
            with self._telling(name):
                return kind(self.environment.render_str(_CALL, name, **values))

        return function

    def _has(self, name: str) -> bool:
        if name in self._paths and not self._is_reloading:
            return True
        return self.files.path_of(name) is not None

    def _with_globals(self, values: Mapping[str, Any]) -> dict[str, Any]:
        # Not the environment's: those would keep the application alive, see helpers.py.
        return {**self.files.app.template_globals, **values}

    @contextmanager
    def _telling(self, name: str) -> Generator[None, None, None]:
        """Note on an exception what is known of its place."""
        self._follow_settings()
        self._loader.missed.clear()
        try:
            yield
        except TemplateError as error:
            missing = self._missing(error)
            if missing is not None:
                raise missing from error
            error.add_note(f"In the template {self._innermost(error)[1]}.")
            raise
        except Exception as error:
            self._tell_roughly(error, name)
            raise

    def _tell_roughly(self, error: Exception, name: str) -> None:
        # MiniJinja passes on what Python raised as it is, without a line.
        notes = getattr(error, "__notes__", ())
        if not any(note.startswith("In the template ") for note in notes):
            error.add_note(f"While the template {self._file(name)} was rendered.")

    def _follow_settings(self) -> None:
        wanted = reloads_templates(self.files.app)
        if self._may_switch and wanted is not self._is_reloading:
            self.environment.reload_before_render = self._is_reloading = wanted

    def _missing(self, error: TemplateError) -> MissingTemplateError | None:
        told, place = self._innermost(error)
        if not told.startswith("template not found"):
            return None
        names = [name for name in dict.fromkeys(self._loader.missed) if repr(name)[1:-1] in told]
        missing = MissingTemplateError(names, self.files.app)
        missing.place = place
        return missing

    def _innermost(self, error: TemplateError) -> tuple[str, str]:
        """Give what is wrong, and where: in the template that others included."""
        causes = _CAUSE.findall(str(error))
        if causes:
            told, name, line = causes[-1]
            return told, f"{self._file(name)}, line {line}"
        return error.message, f"{self._file(error.name or _TEXT)}, line {error.line}"

    def _file(self, name: str) -> str:
        return "<template>" if name == _TEXT else self._paths.get(name, name)


def _is_escaped(name: str) -> bool:
    """Whether a template escapes what it prints; one given as text does."""
    return name == _TEXT or makes_markup(name, _ENGINE_SUFFIXES)
