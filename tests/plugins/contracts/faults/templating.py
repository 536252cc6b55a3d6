"""Providers of the slot ``templating`` that each break one rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, TemplateNotFound

from pegboard_hookspecs import Application, hookimpl
from pegboard_hookspecs.errors import TemplateNotFoundError
from pegboard_hookspecs.slots import HelperKind, TemplateChoice
from pegboard_templating import JinjaTemplating
from tests.plugins.contracts.running import Fault


class _Renders(JinjaTemplating, Fault):
    """Changes how a template is rendered by its name."""

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        return JinjaTemplating.render_template(self, app, name, context)

    @hookimpl
    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> str:
        text: str = self.render(app, name, context)
        return text


class ChangesTheValues(_Renders):
    breaks = "test_values_are_not_changed"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        values: Any = context
        values["app"] = app
        return super().render(app, name, values)


class KeepsRenderings(_Renders):
    breaks = "test_a_context_may_differ_each_time"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        return vars(self).setdefault(f"kept {name}", super().render(app, name, context))


class ReadsLatin1(_Renders):
    breaks = "test_a_template_is_rendered"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        source = Path(app.root_path, "templates", name).read_text(encoding="latin-1")
        return self.render_template_string(app, source, context)


class EscapesNothing(_Renders):
    breaks = "test_markup_is_escaped"

    def __init__(self) -> None:
        super().__init__({"autoescape": False})


def _is_page(name: str | None) -> bool:
    return name is None or name.endswith(".html")


def _is_file(name: str | None) -> bool:
    return name is not None


class EscapesPagesOnly(_Renders):
    breaks = "test_markup_is_escaped"

    def __init__(self) -> None:
        super().__init__({"autoescape": _is_page})


class EscapesNoText(_Renders):
    breaks = "test_text_is_escaped"

    def __init__(self) -> None:
        super().__init__({"autoescape": _is_file})


class StreamsWithoutEscaping(_Renders):
    breaks = "test_text_is_escaped"

    @hookimpl
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:
        return Environment().from_string(source).generate(context)  # noqa: S701 - the fault


class TakesTheFirstName(_Renders):
    breaks = "test_the_first_of_several_is_rendered"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        first = name if isinstance(name, str) else name[0]
        return super().render(app, first, context)


class RaisesItsOwnError(_Renders):
    breaks = "test_a_missing_template_is_an_error"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        try:
            return super().render(app, name, context)
        except TemplateNotFoundError:
            raise TemplateNotFound(str(name)) from None


class RendersNothingForWhatIsMissing(_Renders):
    breaks = "test_a_missing_template_is_an_error"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        try:
            return super().render(app, name, context)
        except TemplateNotFoundError:
            return ""


class NamesNoFolders(_Renders):
    breaks = "test_a_missing_template_says_where_it_was_looked_for"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        try:
            return super().render(app, name, context)
        except TemplateNotFoundError:
            raise TemplateNotFoundError(f"No template named {name!r}.", name=name) from None


class NamesNoTemplate(_Renders):
    breaks = "test_a_missing_template_has_a_name"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        try:
            return super().render(app, name, context)
        except TemplateNotFoundError as error:
            raise TemplateNotFoundError(str(error)) from None


class TakesAnythingForAName(_Renders):
    breaks = "test_what_names_no_template_is_refused"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        is_odd = name is None or isinstance(name, int | float)
        return super().render(app, str(name) if is_odd else name, context)


class _Reads(_Renders):
    """Reads files by itself."""

    def path(self, app: Application, name: str) -> Path:
        return Path(app.root_path, "templates", name)

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        names = [name] if isinstance(name, str) else name
        for each in names:
            if self.path(app, each).exists():
                source = self.path(app, each).read_text(encoding="utf-8")
                return self.render_template_string(app, source, context)
        return super().render(app, name, context)


class LeavesTheFolder(_Reads):
    breaks = "test_no_name_leads_out"


class TakesWholePaths(_Reads):
    breaks = "test_a_whole_path_leads_nowhere"


class FailsForFolders(_Reads):
    breaks = "test_what_is_no_file_is_missing"


class PrefersBlueprints(_Renders):
    breaks = "test_folders_have_their_order"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        for folder in reversed(app.template_folders):
            path = folder.path / name
            if path.exists():
                return self.render_template_string(app, path.read_text(), context)
        return super().render(app, name, context)


class RemembersTheFolders(_Renders):
    breaks = "test_blueprints_may_come_late"
    folders: Any = None

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        self.folders = self.folders or app.template_folders
        for folder in self.folders:
            if (folder.path / name).exists():
                return super().render(app, name, context)
        raise TemplateNotFoundError(name, name=name)


class ListsItsOwnOnly(_Renders):
    breaks = "test_templates_are_listed"

    @hookimpl
    def list_templates(self, app: Application) -> Sequence[str]:
        folder = Path(app.root_path, "templates")
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


class ListsWithoutOrder(_Renders):
    breaks = "test_templates_are_listed"

    @hookimpl
    def list_templates(self, app: Application) -> Sequence[str]:
        return super().list_templates(app)[::-1]


class KnowsEarlyHelpersOnly(_Renders):
    breaks = "test_filters_are_known"

    @hookimpl
    def add_template_helper(
        self, app: Application, kind: HelperKind, name: str, helper: Callable[..., Any] | Any
    ) -> None:
        pass


class TakesTestsForFilters(_Renders):
    breaks = "test_tests_are_known"

    @hookimpl
    def add_template_helper(
        self, app: Application, kind: HelperKind, name: str, helper: Callable[..., Any] | Any
    ) -> None:
        super().add_template_helper(app, "filter" if kind == "test" else kind, name, helper)


class ForgetsGlobalsInText(_Renders):
    breaks = "test_globals_are_known"

    @hookimpl
    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> str:
        return Environment(autoescape=True).from_string(source).render(context)


class KnowsNoRequest(_Renders):
    breaks = "test_the_application_s_globals_are_known"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        return super().render(app, name, {"request": {}, **context})


class StreamsBytes(_Renders):
    breaks = "test_a_stream_gives_text"

    @hookimpl
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[Any]:
        pieces = super().stream_template(app, name, context)
        return (piece.encode() for piece in pieces)


class StreamsAList(_Renders):
    breaks = "test_a_stream_gives_text"

    @hookimpl
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Any:
        return list(super().stream_template(app, name, context))


class LooksUpLate(_Renders):
    breaks = "test_a_missing_template_is_no_stream"

    @hookimpl
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[str]:
        return (
            piece
            for one in (name,)
            for piece in JinjaTemplating.stream_template(self, app, one, context)
        )


class ClaimsToStream(_Renders):
    breaks = "test_pieces_come_as_they_are_made"

    @hookimpl
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:
        return iter([self.render_template_string(app, source, context)])


class GivesNoneForAMacro(_Renders):
    breaks = "test_a_macro_may_be_missing"

    @hookimpl
    def template_attribute(self, app: Application, name: str, attribute: str) -> Any:
        return getattr(self.native_of(app).get_template(name).module, attribute, None)


class ClaimsToHaveFragments(_Renders):
    breaks = "test_a_fragment_is_rendered"

    def render_fragment(
        self, app: Application, name: TemplateChoice, block: str, context: Mapping[str, Any]
    ) -> str:
        return self.render_template(app, name, context)


class ClaimsToShowTemplates(_Renders):
    breaks = "test_the_engine_s_templates_are_shown"

    def render(self, app: Application, name: Any, context: Mapping[str, Any]) -> Any:
        if not isinstance(name, str | list):
            raise TypeError(name)
        return super().render(app, name, context)


class HasOneEnvironment(_Renders):
    breaks = "test_applications_do_not_meet"
    shared: ClassVar[list[Any]] = []

    def native_of(self, app: Application) -> Any:
        self.shared.append(super().native_of(app))
        return self.shared[0]
