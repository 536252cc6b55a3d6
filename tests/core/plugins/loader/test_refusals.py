"""What a plugin is refused for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from types import ModuleType

import pytest

from pegboard.plugins.loader.candidate import Candidate, local_candidate
from pegboard.plugins.loader.refusals import complaints, refuse
from pegboard.plugins.loader.specbook import spec_book
from pegboard_hookspecs import Setting, hookimpl
from pegboard_hookspecs.errors import PluginRefusedError
from tests.core.plugins.loader.contract import SLOTS, Events

BOOK = spec_book(SLOTS, [Events])
ADDITIVE = Candidate("acme:x", None, "1.0", "acme:X", "")
PROVIDER = Candidate("acme:x", "greeting", "1.0", "acme:X", "")


class Good:
    """Keeps every rule of an additive plugin."""

    settings = (Setting("GOOD", (int,), 1, "How good."),)
    phase = "late"
    before = ("acme-other",)
    after = ()

    @hookimpl
    def started(self, request: object) -> None: ...

    @hookimpl(specname="ended")
    def on_end(self) -> None: ...

    @hookimpl(wrapper=True)
    def greet(self, name: str) -> Iterator[None]:
        yield

    @hookimpl(optionalhook=True)
    def of_another_distribution(self) -> None: ...

    def helper(self) -> None: ...


class Provider:
    """Keeps every rule of a provider."""

    @hookimpl
    def greet(self, app: object, name: str) -> str:
        return name


class UnknownHook:
    @hookimpl
    def startde(self) -> None: ...


class StrangeHook:
    @hookimpl
    def zzz(self) -> None: ...


class UnknownSpecname:
    @hookimpl(specname="startde")
    def started_here(self) -> None: ...


class UnknownArgument:
    @hookimpl
    def started(self, requets: object) -> None: ...


class UnknownDefault:
    @hookimpl
    def started(self, requets: object = None) -> None: ...


class KeywordOnly:
    @hookimpl
    def started(self, *, request: object) -> None: ...


class Variadic:
    @hookimpl
    def started(self, *args: object, **options: object) -> None: ...


class Coroutine:
    @hookimpl
    async def started(self) -> None: ...


class AsyncGenerator:
    @hookimpl(wrapper=True)
    async def started(self) -> AsyncIterator[None]:
        yield


class Unflagged:
    @hookimpl
    def started(self) -> Iterator[None]:
        yield


class Flagged:
    @hookimpl(wrapper=True)
    def started(self) -> None: ...


class OldStyle:
    @hookimpl(hookwrapper=True)
    def started(self) -> Iterator[None]:
        yield


class First:
    @hookimpl(tryfirst=True)
    def started(self) -> None: ...


class Last:
    @hookimpl(trylast=True)
    def started(self) -> None: ...


class Intruder:
    @hookimpl
    def count(self) -> int:
        return 1


class Undecorated:
    @hookimpl
    def ended(self) -> None: ...

    def started(self) -> None: ...


class Nothing:
    def helper(self) -> None: ...


class BadPhase(Good):
    phase = "first"


class BadBefore(Good):
    before = "acme"  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


class BadAfter(Good):
    after = (1,)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


class BadTypes(Good):
    settings = (Setting("GOOD", int, 1, "How good."),)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class BadSkills(Good):
    capabilities = "streaming"


class BadSettings(Good):
    settings = ("GOOD",)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


@pytest.mark.parametrize(
    ("plugin", "complaint", "cure"),
    [
        pytest.param(UnknownHook, "'startde', which no", "'started'? Correct", id="unknown hook"),
        pytest.param(StrangeHook, "'zzz', which no", "optionalhook=True", id="strange hook"),
        pytest.param(UnknownSpecname, "'startde', which no", "'started'?", id="unknown specname"),
        pytest.param(UnknownArgument, "takes 'requets'", "'request'?", id="unknown argument"),
        pytest.param(UnknownDefault, "takes 'requets'", "'request'?", id="unknown default"),
        pytest.param(KeywordOnly, "parameter 'request'", "plain parameter", id="keyword-only"),
        pytest.param(Coroutine, "'async def'", "Write a plain function", id="async def"),
        pytest.param(AsyncGenerator, "'async def'", "plain function", id="async generator"),
        pytest.param(Unflagged, "has a 'yield'", "wrapper=True", id="unflagged generator"),
        pytest.param(Flagged, "without a 'yield'", "return (yield)", id="wrapper without yield"),
        pytest.param(OldStyle, "old-style", "wrapper=True", id="old-style wrapper"),
        pytest.param(First, "tryfirst=True", "'before'", id="tryfirst"),
        pytest.param(Last, "trylast=True", "phase", id="trylast"),
        pytest.param(Intruder, "only the provider of the slot 'counting'", "wrap", id="intruder"),
        pytest.param(Undecorated, "'started' has the name", "@hookimpl", id="undecorated"),
        pytest.param(Nothing, "implements no hook", "Mark a method", id="nothing"),
        pytest.param(BadPhase, "phase is 'first'", "'early', 'normal', 'late'", id="phase"),
        pytest.param(BadBefore, "'before' is 'acme'", "tuple", id="before"),
        pytest.param(BadAfter, "'after' is (1,)", "tuple", id="after"),
        pytest.param(BadSettings, "'settings' are ('GOOD',)", "Setting(...)", id="settings"),
        pytest.param(BadTypes, "'GOOD' are <class 'int'>", "as in (str,)", id="types"),
        pytest.param(BadSkills, "'capabilities' are 'streaming'", "frozenset", id="capabilities"),
    ],
)
def test_one_breach_one_complaint(plugin: type, complaint: str, cure: str) -> None:
    """Each breach of the contract gives one complaint, with the hook's name and the cure."""
    (message,) = complaints(ADDITIVE, plugin(), BOOK)

    assert complaint in message
    assert cure in message


@pytest.mark.parametrize(
    ("candidate", "plugin"), [(ADDITIVE, Good), (PROVIDER, Provider)], ids=["additive", "provider"]
)
def test_a_good_plugin_is_not_refused(candidate: Candidate, plugin: type) -> None:
    """A plugin that keeps the contract passes."""
    refuse(candidate, plugin(), BOOK)


def test_every_parameter_that_cannot_be_filled_is_named() -> None:
    """Variadic parameters of both kinds are refused."""
    found = " ".join(complaints(ADDITIVE, Variadic(), BOOK))

    assert "'args'" in found
    assert "'options'" in found


def test_the_message_names_the_plugin_and_every_breach() -> None:
    """A refusal names identity and version, and lists all breaches at once."""

    class Twice(UnknownHook, UnknownArgument):
        pass

    with pytest.raises(PluginRefusedError) as caught:
        refuse(ADDITIVE, Twice(), BOOK)

    assert str(caught.value).startswith("The plugin acme 1.0 (acme:x) is refused. It")
    assert "'startde'" in str(caught.value)
    assert "'requets'" in str(caught.value)
    assert caught.value.plugin == "acme:x"


def test_a_class_where_an_instance_is_due() -> None:
    """A factory that gives a class is told to call it."""
    (message,) = complaints(ADDITIVE, Good, BOOK)

    assert "gave the class 'Good' where an instance is due" in message
    assert "Good()" in message


def test_a_provider_must_be_complete() -> None:
    """A provider that leaves out a mandatory hook is refused; optional ones may be missing."""
    (message,) = complaints(PROVIDER, Good(), BOOK)

    assert message == "It fills the slot 'greeting' but leaves out 'greet'. Implement it."


@pytest.mark.parametrize("plugin", [First, Last])
def test_only_the_application_may_say_first_or_last(plugin: type) -> None:
    """A plugin that the application brings may say where it stands."""
    local = local_candidate(plugin)

    assert list(complaints(local, plugin(), BOOK)) == []


def test_properties_do_not_run() -> None:
    """A check reads attributes where they are stored, so a property with side effects waits."""

    class Lazy(Provider):
        @property
        def engine(self) -> object:
            raise AssertionError

    assert list(complaints(PROVIDER, Lazy(), BOOK)) == []


def test_methods_of_every_sort_are_seen() -> None:
    """Static and class methods, wrapped functions and functions on the instance are hooks too."""

    def traced(function: Callable[..., object]) -> Callable[..., object]:
        @wraps(function)
        def inner(*args: object, **options: object) -> object:
            raise NotImplementedError

        return inner

    class Sorts:
        @staticmethod
        @hookimpl
        def greet(name: str) -> str:
            return name

        @classmethod
        @hookimpl
        def wave(cls, app: object) -> object:
            return cls

        @hookimpl
        def ended(self, error: object) -> None: ...

        started = traced(Good.started)

    plugin = Sorts()
    vars(plugin)["ended"] = plugin.ended

    assert list(complaints(PROVIDER, plugin, BOOK)) == []


def test_a_function_on_an_instance_has_no_self() -> None:
    """Of a function stored on an instance every parameter is an argument of the hook."""

    @hookimpl
    def started(requets: object) -> None: ...

    plugin = Good()
    vars(plugin)["started"] = started

    (message,) = complaints(ADDITIVE, plugin, BOOK)

    assert "takes 'requets'" in message


def test_a_module_can_be_a_plugin() -> None:
    """A module's functions are hooks without ``self``."""

    @hookimpl
    def started(request: object) -> None: ...

    module = ModuleType("acme")
    module.__dict__["started"] = started

    assert list(complaints(ADDITIVE, module, BOOK)) == []


def test_an_object_with_slots_can_be_a_plugin() -> None:
    """A plugin need not have a ``__dict__``."""

    class Slotted(Provider):
        __slots__ = ()

    assert list(complaints(PROVIDER, Slotted(), BOOK)) == []
