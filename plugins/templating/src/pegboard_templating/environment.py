"""The Jinja environment of one application."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn, cast
from weakref import ref

from jinja2 import Environment, Template, TemplatesNotFound

from pegboard_hookspecs import Application
from pegboard_hookspecs.slots import HelperKind
from pegboard_hookspecs.templates import makes_markup, reloads_templates
from pegboard_templating.loader import FolderLoader
from pegboard_templating.missing import MissingJinjaTemplateError
from pegboard_templating.place import tell_place
from pegboard_templating.template import AppTemplate, forget

__all__ = ["AppEnvironment"]

# A name such as "page.html.j2" says in front of these what the template makes.
_ENGINE_SUFFIXES = (".j2", ".jinja", ".jinja2")
# Applications write a few texts into their code, but some make them up from what users send.
_KEPT_TEXTS = 32
_LONGEST_KEPT_TEXT = 20_000


class AppEnvironment(Environment):
    """A Jinja environment that takes folders, helpers, settings and JSON from an application.

    :param app: the application.
    :param options: keyword arguments for :class:`jinja2.Environment`; they win.
    """

    template_class = AppTemplate

    def __init__(self, app: Application, options: Mapping[str, Any]) -> None:
        # The application holds its engine, which must not keep it alive in turn.
        self._owner = ref(app)
        self._reloads: bool | None = None
        own: dict[str, Any] = {"loader": FolderLoader(app), "autoescape": _is_escaped}
        super().__init__(**{**own, **options})
        self._reloads = options.get("auto_reload")
        self.filters.update(app.template_filters)
        self.tests.update(app.template_tests)
        self.globals.update(app.template_globals)
        self.policies["json.dumps_function"] = self._dump
        self.policies["json.dumps_kwargs"] = {}
        self._compiled: Callable[[str], Template] = lru_cache(_KEPT_TEXTS)(self.from_string)

    @property
    def _app(self) -> Application:
        return cast("Application", self._owner())

    @property
    def auto_reload(self) -> bool:
        """Changed templates are noticed: as assigned, else as set, else in debug mode."""
        if self._reloads is not None:
            return self._reloads
        return reloads_templates(self._app)

    @auto_reload.setter
    def auto_reload(self, value: bool) -> None:
        self._reloads = value

    def _dump(self, value: Any, **options: Any) -> str:
        # Asked of the application each time: its JSON may be exchanged at any time.
        dumped: str = self._app.json.dumps(value, **options)
        return dumped

    def add_helper(self, kind: HelperKind, name: str, helper: Any) -> None:
        """Take one more filter, test or global."""
        registries = {"filter": self.filters, "test": self.tests, "global": self.globals}
        registries[kind][name] = helper

    def template_of_text(self, source: str) -> Template:
        """Compile a template given as text, or give it from the few that are kept."""
        if len(source) > _LONGEST_KEPT_TEXT:
            return self.from_string(source)
        return self._compiled(source)

    def template_attribute(self, name: str, attribute: str) -> Any:
        """Give a macro or variable that a template defines.

        :raises AttributeError: it does not; the message names what it defines.
        """
        template = self.get_template(name)
        try:
            return getattr(template.module, attribute)
        except AttributeError:
            known = sorted(key for key in vars(template.module) if not key.startswith("_"))
            message = (
                f"The template {name!r} ({template.filename}) defines no {attribute!r}. "
                f"It defines: {', '.join(known) or 'nothing'}."
            )
            raise AttributeError(message) from None

    def render_block(self, template: Template, name: str, values: dict[str, Any]) -> str:
        """Render one block of a template, as the whole page would show it.

        :raises LookupError: the page has no such block; the message names those it has.
        """
        context = template.new_context(values)
        try:
            # Up to the first output a template says what it extends, imports and sets.
            opening = iter(template.root_render_func(context))
            next(opening, None)
            if name in context.blocks:
                return str(self.concat(context.blocks[name][0](context)))
        except Exception:  # noqa: BLE001 - Jinja raises it again, with the template's lines
            self.handle_exception()
        finally:
            forget(context)
        message = (
            f"The template {template.name!r} has no block {name!r}. "
            f"It has: {', '.join(sorted(context.blocks)) or 'none'}."
        )
        raise LookupError(message)

    def select_template(
        self,
        names: Iterable[str | Template],
        parent: str | None = None,
        globals: Any = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Give the first template of several that exists.

        :raises MissingJinjaTemplateError: none does.
        :raises TypeError: there is no list, but None.
        """
        if cast("object", names) is None:
            message = "The name of a template is None. Pass a name, as in 'index.html', or several."
            raise TypeError(message)
        try:
            return super().select_template(names, parent, globals)
        except TemplatesNotFound as error:
            raise MissingJinjaTemplateError(error.templates, self._app) from None

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Raise what a template raised again, with the template's file and line."""
        # Jinja calls it while it handles an exception, and at no other time.
        tell_place(cast("BaseException", sys.exception()))
        super().handle_exception(source)


def _is_escaped(name: str | None) -> bool:
    """Whether a template escapes what it prints; one given as text, without a name, does."""
    return name is None or makes_markup(name, _ENGINE_SUFFIXES)
