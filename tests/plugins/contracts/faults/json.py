"""Providers of the slot ``json`` that each break one rule."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from pegboard_hookspecs import Application, hookimpl
from pegboard_json import StandardJSON
from tests.plugins.contracts.running import Fault


class _Written(StandardJSON, Fault):
    """Changes what is written."""

    def changed(self, written: bytes) -> Any:
        return written

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        changed: bytes = self.changed(super().dump_json(app, value, indent))
        return changed


class WritesText(_Written):
    breaks = "test_json_s_own_types_are_written"

    def changed(self, written: bytes) -> str:
        return written.decode()


class WritesLatin1(_Written):
    breaks = "test_json_s_own_types_are_written"

    def changed(self, written: bytes) -> bytes:
        return json.dumps(json.loads(written), ensure_ascii=False).encode("latin-1", "replace")


class EndsWithANewline(_Written):
    breaks = "test_there_is_no_newline_at_the_end"

    def changed(self, written: bytes) -> bytes:
        return written + b"\n"


class _Dumps(StandardJSON, Fault):
    """Writes by other options of the standard library."""

    options: ClassVar[dict[str, Any]] = {}

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        options: dict[str, Any] = {
            "indent": indent,
            "default": app.json_default,
            "allow_nan": False,
        }
        if indent is None:
            options["separators"] = (",", ":")
        return json.dumps(value, **{**options, **self.options}).encode()


class PutsBlanksBetween(_Dumps):
    breaks = "test_the_shortest_form_has_no_blanks"
    options: ClassVar[dict[str, Any]] = {"separators": (", ", ": ")}


class IgnoresTheIndent(_Dumps):
    breaks = "test_an_indent_is_spaces_per_level"
    options: ClassVar[dict[str, Any]] = {"indent": None}


class IndentsByTwoAlways(_Dumps):
    breaks = "test_an_indent_is_spaces_per_level"
    options: ClassVar[dict[str, Any]] = {"indent": 2}


class WritesNaN(_Dumps):
    breaks = "test_numbers_that_json_lacks_are_not_written"
    options: ClassVar[dict[str, Any]] = {"allow_nan": True}


class WritesAnythingAsText(_Dumps):
    breaks = "test_what_nothing_stands_for_is_refused"
    options: ClassVar[dict[str, Any]] = {"default": str}


def _iso(value: Any) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class WritesDatesItsOwnWay(_Dumps):
    breaks = "test_other_types_are_written"
    options: ClassVar[dict[str, Any]] = {"default": _iso}


class AsksNoPlugin(StandardJSON, Fault):
    breaks = "test_plugins_say_what_is_written"

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        return json.dumps(value, default=app.json.default).encode()


class HasDatesOfItsOwn(StandardJSON, Fault):
    breaks = "test_plugins_go_before_the_usual_forms"

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        def default(value: Any) -> object:
            try:
                return app.json.default(value)
            except TypeError:
                return app.json_default(value)

        return json.dumps(value, default=default).encode()


class KeepsTheFirstDefault(StandardJSON, Fault):
    breaks = "test_the_application_says_what_is_written"
    known: Any = None

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        self.known = self.known or app.json.default
        return json.dumps(value, default=self.known).encode()


class NamesNothing(StandardJSON, Fault):
    breaks = "test_what_nothing_stands_for_is_refused"

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        try:
            return super().dump_json(app, value, indent)
        except TypeError:
            raise TypeError("not serializable") from None


class _Reads(StandardJSON, Fault):
    """Reads by other means."""

    def read(self, data: str | bytes) -> Any:
        return json.loads(data)

    @hookimpl
    def load_json(self, app: Application, data: str | bytes) -> Any:
        return self.read(data)


class ReadsNaN(_Reads):
    breaks = "test_numbers_that_json_lacks_are_not_read"


class ReadsInfinityInDisguise(_Reads):
    breaks = "test_numbers_too_large_are_not_read"


class OverflowsTheStack(_Reads):
    breaks = "test_deep_nesting_is_refused"


class GivesNoneForWhatIsBroken(_Reads):
    breaks = "test_what_is_no_json_is_refused"

    def read(self, data: str | bytes) -> Any:
        try:
            return super().read(data)
        except ValueError:
            return None


class ReadsTheFirstOfSeveral(_Reads):
    breaks = "test_what_is_no_json_is_refused"

    def read(self, data: str | bytes) -> Any:
        text = data if isinstance(data, str) else data.decode()
        return json.JSONDecoder().raw_decode(text.strip())[0]


class TakesNoText(_Reads):
    breaks = "test_json_is_read"

    def read(self, data: str | bytes) -> Any:
        return json.loads(data.decode())  # type: ignore[union-attr]  # it is the fault


class MendsBytes(_Reads):
    breaks = "test_what_is_no_utf_8_is_refused"

    def read(self, data: str | bytes) -> Any:
        return json.loads(data if isinstance(data, str) else f'"{data.decode("utf-8", "replace")}"')


class RaisesItsOwnKind(_Reads):
    breaks = "test_a_malformed_body_is_the_client_s_fault"

    def read(self, data: str | bytes) -> Any:
        try:
            return json.loads(data)
        except ValueError as error:
            raise LookupError(error) from error
