"""Which plugins a new version breaks."""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from pegboard import Pegboard
from pegboard.contract import Break, breaks_of
from pegboard.plugins import PluginSet
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import PegboardError
from tests.core.contract.versions import version
from tests.core.plugins.loader.site import Site
from tests.core.site import make_app

_OLD = version(
    """
    @hookspec("notify")
    def process_response(self, app, request, response): ...
    @hookspec("notify")
    def request_started(self, app, request): ...
    """,
    """
    @hookspec("first")
    def dump_json(self, app, value, indent=None): ...
    @hookspec("first")
    def load_json(self, app, data): ...
    """,
)
_SLOTS = ("routing", "sessions", "templating", "json", "static", "cli", "errors", "server")


class Changes:
    """An additive plugin."""

    def helper(self) -> None: ...

    @hookimpl
    def process_response(self, request: object, response: object) -> None: ...


class Wraps:
    @hookimpl(wrapper=True)
    def dump_json(self, value: object) -> Generator[None, object, object]:
        return (yield)


class Reads:
    """A provider."""

    @hookimpl
    def dump_json(self, app: object, value: object) -> bytes:
        return b""

    @hookimpl
    def load_json(self, data: object) -> object: ...


class MayBeMissing:
    @hookimpl(optionalhook=True)
    def process_response(self, response: object) -> None: ...

    @hookimpl(optionalhook=True, specname="elsewhere")
    def something(self) -> None: ...


def _app(plugin: type) -> Pegboard:
    chosen: dict[str, object] = dict.fromkeys(_SLOTS, False)
    app = make_app(plugins={**chosen, **({"json": Reads} if plugin is Reads else {})})
    if plugin is not Reads:
        app.register_plugin(plugin)
    return app


def _found(plugin: type, lifecycle: str, json: str = "") -> list[tuple[str, bool]]:
    found = breaks_of(_app(plugin).plugins, _OLD, version(lifecycle, json))
    assert {each.plugin for each in found} <= {f"app:{plugin.__name__}"}
    return [(each.reason, each.is_fatal) for each in found]


_STARTED = '@hookspec("notify")\ndef request_started(self): ...\n'
_DUMP = '@hookspec("first")\ndef dump_json(self, app, value): ...\n'
_LOAD = '@hookspec("first")\ndef load_json(self, data): ...\n'


@pytest.mark.parametrize(
    ("plugin", "lifecycle", "expected"),
    [
        (Changes, "def process_response(self, request, response, more=1): ...", []),
        (
            Changes,
            "def process_response(self, response): ...",
            [("its process_response takes request, which is gone", True)],
        ),
        (MayBeMissing, "def process_response(self, response): ...", []),
    ],
    ids=["argument-added", "argument-gone", "argument-not-used"],
)
def test_arguments_count(plugin: type, lifecycle: str, expected: list[tuple[str, bool]]) -> None:
    """A plugin breaks where an argument that it takes is gone, and only there."""
    assert _found(plugin, f'@hookspec("notify")\n{lifecycle}') == expected


def test_a_hook_may_be_gone() -> None:
    """A plugin breaks where its hook is gone, unless it said that it might be."""
    gone = [("it implements process_response, which is gone", True)]

    assert _found(Changes, _STARTED) == gone
    assert _found(MayBeMissing, _STARTED) == []


def test_another_kind_breaks() -> None:
    """Where answers are taken in another way, what a plugin answers means something else."""
    new = '@hookspec("first")\ndef process_response(self, request, response): ...'
    reason = "it implements process_response, whose answers were notify and are first"

    assert _found(Changes, new) == [(reason, True)]


def test_what_is_retired_is_no_break() -> None:
    """For what is retired a plugin is only warned."""
    mark = "@hookspec('notify', retired='Wrap.', retired_arguments={'request': 'Ask app.'})"
    new = f"{mark}\ndef process_response(self, request, response): ..."

    assert _found(Changes, new) == [
        ("its process_response takes request, which is retired: Ask app.", False),
        ("it implements process_response, which is retired: Wrap.", False),
    ]


def test_a_provider_has_duties() -> None:
    """A provider breaks where its slot has a hook more that is mandatory; a wrapper does not."""
    more = '@hookspec("first")\ndef dump_lines(self): ...\n'
    optional = '@hookspec("first", optional=True)\ndef dump_text(self): ...\n'
    json = _DUMP + _LOAD + more + optional
    reason = "it does not implement dump_lines, which a provider of json must"

    assert _found(Reads, _STARTED, json) == [(reason, True)]
    assert _found(Wraps, _STARTED, json) == []


def test_a_hook_may_come_to_a_slot() -> None:
    """A hook that belongs to a slot now is closed to other plugins, but for wrappers."""
    json = '@hookspec("notify")\ndef process_response(self, request, response): ...\n'
    reason = (
        "only the provider of the slot json may implement process_response: wrap it by "
        "@hookimpl(wrapper=True)"
    )

    assert _found(Changes, _STARTED, json) == [(reason, True)]


def test_what_is_refused_already_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin that what is installed has broken is found; one that cannot be imported is not."""
    site = Site(tmp_path / "site")
    site.module(
        "late",
        """
        from pegboard_hookspecs import hookimpl

        class Late:
            @hookimpl
            def long_gone(self): ...
        """,
    )
    site.additive("late:it", "late:Late")
    site.additive("nowhere:it")
    site.additive("off:it", "late:Off")
    monkeypatch.setattr(sys, "path", [str(site.folder), *sys.path])
    chosen: dict[str, object] = dict.fromkeys((*_SLOTS, "off:it"), False)
    failures: list[PegboardError] = []
    plugins = PluginSet(
        plugins=chosen, order=None, root_path=str(tmp_path), built_in={}, on_failure=failures.append
    )
    old = version('@hookspec("notify")\ndef long_gone(self): ...')

    assert breaks_of(plugins, old, version(_STARTED)) == [
        Break("late:it", "it implements long_gone, which is gone", is_fatal=True)
    ]
