"""Hooks as they are on board."""

from __future__ import annotations

from collections.abc import Generator

import pluggy
import pytest

from pegboard import Pegboard
from pegboard.provenance import Hook, hooks_of
from pegboard_hookspecs import Lifecycle, hookimpl
from tests.core.site import make_app

BROUGHT = "brought by the application, whose last is called first"


class Timing:
    """Watches views."""

    @hookimpl(wrapper=True)
    def dispatch(self) -> Generator[None, object, object]:
        return (yield)

    @hookimpl(trylast=True)
    def preprocess(self) -> None: ...


def _hook(app: Pegboard, name: str) -> Hook:
    (found,) = [hook for hook in hooks_of(app.plugins) if hook.name == name]
    return found


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a plugin of its own."""
    app = make_app()
    app.register_plugin(Timing())
    return app


def test_hooks_are_in_the_order_of_the_contract(app: Pegboard) -> None:
    """Those of a request's life come first, as they are specified; then those of the slots."""
    names = [hook.name for hook in hooks_of(app.plugins)]
    specified = [name for name in vars(Lifecycle) if not name.startswith("_")]

    assert names[: len(specified)] == specified
    assert names[len(specified)] == "add_converter"
    assert names[-1] == "serve"


def test_a_hook_is_described(app: Pegboard) -> None:
    """A hook has its kind, its slot, its purpose and since when it is there."""
    lifecycle, of_slot = _hook(app, "teardown"), _hook(app, "dump_json")

    assert (lifecycle.kind, lifecycle.slot, lifecycle.since) == ("notify", "", "1.0")
    assert lifecycle.purpose == "Step 10: give back what the request took."
    assert (of_slot.kind, of_slot.slot) == ("first", "json")


def test_implementations_are_in_the_order_of_their_calls(app: Pegboard) -> None:
    """Wrappers are in front; each has its place, and the rule that put it there."""
    wrapper, views = _hook(app, "dispatch").implementations

    assert (wrapper.identity, wrapper.is_wrapper) == ("app:Timing", True)
    assert wrapper.place.startswith(f"{__file__}:")
    assert wrapper.rule == BROUGHT
    assert (views.identity, views.is_wrapper) == ("pegboard-core:views", False)
    assert views.rule.startswith("trylast; the kernel's own")


def test_a_wish_of_an_implementation_is_part_of_the_rule(app: Pegboard) -> None:
    """What an implementation asked pluggy for is told with the rule."""
    rules = {each.identity: each.rule for each in _hook(app, "preprocess").implementations}

    assert rules["app:Timing"] == f"trylast; {BROUGHT}"


def test_what_came_by_hand_has_its_own_rule(app: Pegboard) -> None:
    """A plugin that somebody registered past the application is told from the others."""
    app.plugins.manager.register(Timing(), "by-hand")
    rules = {each.identity: each.rule for each in _hook(app, "dispatch").implementations}

    assert rules["by-hand"] == "registered by hand"


@pytest.mark.needs("json")
def test_a_provider_has_its_version_and_its_rule(app: Pegboard) -> None:
    """What an installed plugin brings has the version, and stands by hints or identity."""
    (provider,) = _hook(app, "dump_json").implementations

    assert provider.version
    assert provider.rule == "by identity"


def test_a_foreign_specification_is_listed(app: Pegboard) -> None:
    """A hook that was specified without the contract's decorator has no kind."""

    class Foreign:
        @pluggy.HookspecMarker("pegboard")
        def foreign(self) -> None: ...

    app.plugins.manager.add_hookspecs(Foreign)
    hook = _hook(app, "foreign")

    assert (hook.kind, hook.since, hook.purpose, hook.implementations) == ("", "", "", [])
