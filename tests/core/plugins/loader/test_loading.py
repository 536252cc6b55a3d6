"""From a chosen plugin to an instance."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from pegboard.plugins.loader import load, load_local
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import (
    ContractMismatchError,
    PegboardError,
    PluginError,
    PluginLoadError,
    PluginOrderError,
    PluginRefusedError,
)
from tests.core.plugins.loader.contract import Events
from tests.core.plugins.loader.site import Site

PLUGINS = """
    from pegboard_hookspecs import Setting, hookimpl

    class Plain:
        @hookimpl
        def greet(self, name):
            return f"Hello {name}"

    class Timing:
        settings = [Setting("TIMING", (bool,), True, "Whether to time.")]

        @hookimpl
        def started(self): ...

    class Early(Timing):
        phase = "early"

    class Outer:
        class Inner(Timing):
            pass

    class Vain(Timing):
        before = ["acme:pushy"]

    class Pushy(Timing):
        before = ("acme:vain",)

    def make():
        return Timing()

    def make_class():
        return Timing

    def fail():
        raise KeyError("no such thing")

    instance = Timing
    number = 3
"""


@pytest.fixture
def acme(importable: Site) -> Site:
    """Give a folder with a module full of plugins, none of them advertised yet."""
    importable.module("acme_plugins", PLUGINS)
    return importable


@pytest.mark.parametrize("attribute", ["Timing", "make", "Outer.Inner"])
def test_a_class_or_factory_is_called(acme: Site, attribute: str) -> None:
    """An entry point names a class, a nested one too, or a function without arguments."""
    acme.additive("acme:timing", f"acme_plugins:{attribute}")

    (loaded,) = acme.load()

    assert type(loaded.object).__mro__[-2].__name__ == "Timing"
    assert (loaded.identity, loaded.distribution, loaded.version) == ("acme:timing", "acme", "1.0")
    assert loaded.slot is None


def test_each_application_gets_an_instance_of_its_own(acme: Site) -> None:
    """Two loads of one selection make two instances."""
    acme.additive("acme:timing", "acme_plugins:Timing")

    assert acme.load()[0].object is not acme.load()[0].object


def test_settings_and_times_are_taken_down(acme: Site) -> None:
    """What a plugin declares, and how long it took to import and to make, stands in the result."""
    acme.additive("acme:timing", "acme_plugins:Timing")

    (loaded,) = acme.load()

    assert [setting.name for setting in loaded.settings] == ["TIMING"]
    assert loaded.import_ms > 0
    assert loaded.setup_ms > 0


def test_losers_and_the_disabled_are_not_imported(acme: Site) -> None:
    """A module is imported only for a plugin that is taken."""
    for name in ("loser", "disabled"):
        acme.module(f"acme_{name}", "raise RuntimeError")
    acme.provider("greeting", "acme-greeting:plain", "acme_loser:Default")
    acme.provider("greeting", "acme-plain:plain", "acme_plugins:Plain")
    acme.additive("acme-timing:timing", "acme_disabled:Timing")

    loaded = acme.load({"acme-timing": False})

    assert [plugin.identity for plugin in loaded] == ["acme-plain:plain"]
    assert not {"acme_loser", "acme_disabled"} & set(sys.modules)


def test_plugins_come_in_the_order_of_their_calls(acme: Site) -> None:
    """The first in the result is to be called first."""
    acme.additive("acme-a:x", "acme_plugins:Timing")
    acme.additive("acme-z:x", "acme_plugins:Early")

    assert [plugin.identity for plugin in acme.load()] == ["acme-z:x", "acme-a:x"]


def test_the_application_s_order_counts(acme: Site) -> None:
    """The list given to ``resolve`` overrides what plugins ask for."""
    acme.additive("acme-a:x", "acme_plugins:Timing")
    acme.additive("acme-z:x", "acme_plugins:Early")

    loaded = load(acme.resolve(order=["acme-a:x"]), (Events,))

    assert [plugin.identity for plugin in loaded] == ["acme-a:x", "acme-z:x"]


@pytest.mark.parametrize(
    ("target", "error", "cause"),
    [
        pytest.param("acme_missing:X", PluginLoadError, "ModuleNotFoundError", id="no module"),
        pytest.param("acme_bomb:X", PluginLoadError, "ZeroDivisionError: kaput", id="a bomb"),
        pytest.param("acme_exit:X", PluginLoadError, "SystemExit: 3", id="an exit"),
        pytest.param("acme_plugins:Missing", PluginLoadError, "AttributeError", id="no attribute"),
        pytest.param("acme_plugins:fail", PluginLoadError, "KeyError: 'no such", id="a failure"),
        pytest.param("not a target", PluginLoadError, "module:attribute", id="nonsense"),
        pytest.param("acme_plugins:number", PluginRefusedError, "is int 3", id="no callable"),
        pytest.param("acme_plugins", PluginRefusedError, "is module", id="a module"),
        pytest.param("acme_plugins:make_class", PluginRefusedError, "the class", id="a class"),
    ],
)
def test_failures_name_plugin_cause_and_cure(
    acme: Site, target: str, error: type[PluginError], cause: str
) -> None:
    """A plugin that cannot be loaded ends the start; the message names it, why, and the cure."""
    acme.module("acme_bomb", "raise ZeroDivisionError('kaput')")
    acme.module("acme_exit", "raise SystemExit(3)")
    acme.additive("acme:timing", target)

    with pytest.raises(error) as caught:
        acme.load()

    assert "The plugin acme 1.0 (acme:timing) " in str(caught.value)
    assert cause in str(caught.value)
    assert caught.value.plugin == "acme:timing"


def test_the_line_that_switches_a_broken_plugin_off(acme: Site) -> None:
    """The message of a failure holds the line for the project file."""
    acme.additive("acme:timing", "acme_missing:X")

    with pytest.raises(PluginLoadError) as caught:
        acme.load()

    assert str(caught.value).endswith('[tool.pegboard.plugins]: "acme:timing" = false')
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_a_plugin_whose_identity_is_not_unique_is_not_loaded(acme: Site) -> None:
    """What discovery found wrong with a plugin is raised when it is chosen."""
    groups = {"pegboard.plugins": {"a": "acme_plugins:Timing"}, "pegboard.zzz": {"a": "m:B"}}
    acme.install("acme", groups)

    with pytest.raises(PluginLoadError, match="identity is not unique"):
        acme.load()


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        pytest.param("pegboard_contract:v1_99", "asks for the contract 1.99", id="newer"),
        pytest.param("pegboard_contract:v2_0", "asks for the contract 2.0", id="next major"),
        pytest.param("pegboard_contract:v0_9", "asks for the contract 0.9", id="last major"),
        pytest.param("pegboard_contract:one", "not written like", id="nonsense"),
    ],
)
def test_another_contract_is_refused_before_import(acme: Site, asked: str, complaint: str) -> None:
    """A plugin written for another contract is named, and its module is not imported."""
    acme.module("acme_other", "raise RuntimeError")
    groups = {"pegboard.plugins": {"x": "acme_other:X"}, "pegboard.contract": {"x": asked}}
    acme.install("acme", groups)

    with pytest.raises(ContractMismatchError, match=complaint):
        acme.load()

    assert "acme_other" not in sys.modules


def test_the_contract_that_this_kernel_speaks(acme: Site) -> None:
    """A plugin that asks for a contract of this major version and no later minor is loaded."""
    groups = {
        "pegboard.plugins": {"x": "acme_plugins:Timing"},
        "pegboard.contract": {"x": "pegboard_contract:v1_0"},
    }
    acme.install("acme", groups)

    assert [plugin.identity for plugin in acme.load()] == ["acme:x"]


def test_whoever_lists_plugins_survives_failures(acme: Site) -> None:
    """With ``on_failure`` everything sound is loaded, and every failure is told."""
    acme.additive("acme-bad:x", "acme_missing:X")
    acme.additive("acme-good:x", "acme_plugins:Timing")
    failures: list[PegboardError] = []

    loaded = load(acme.resolve({"zzz": False}), (Events,), on_failure=failures.append)

    assert [plugin.identity for plugin in loaded] == ["acme-good:x"]
    assert ["'zzz'" in str(failures[0]), "acme-bad" in str(failures[1])] == [True, True]


def test_contradicting_hints(acme: Site) -> None:
    """Hints that contradict each other end the start, or are told and passed over."""
    acme.install(
        "acme", {"pegboard.plugins": {"vain": "acme_plugins:Vain", "pushy": "acme_plugins:Pushy"}}
    )
    failures: list[PegboardError] = []

    loaded = load(acme.resolve(), (Events,), on_failure=failures.append)

    assert [plugin.identity for plugin in loaded] == ["acme:pushy", "acme:vain"]
    with pytest.raises(PluginOrderError):
        acme.load()
    assert isinstance(failures[0], PluginOrderError)


class Shouting:
    """A provider that the application brings."""

    @hookimpl
    def greet(self, name: str) -> str:
        return name.upper()


class Tracing:
    """An additive plugin that the application brings."""

    @hookimpl(tryfirst=True)
    def started(self) -> None: ...


class Failing:
    """Cannot be made."""

    def __init__(self) -> None:
        raise LookupError("no database")


def test_a_class_of_the_application_is_made(site: Site) -> None:
    """Of a class that the application gives for a slot an instance is made."""
    (loaded,) = site.load({"greeting": Shouting})

    assert isinstance(loaded.object, Shouting)
    assert (loaded.identity, loaded.slot, loaded.version) == ("app:Shouting", "greeting", "")


def test_an_object_of_the_application_is_taken_as_it_is(site: Site) -> None:
    """An object that the application gives is the plugin."""
    tracing = Tracing()

    (loaded,) = site.load({"app:traces": tracing})

    assert loaded.object is tracing
    assert loaded.identity == "app:traces"


def test_a_class_of_the_application_that_fails(site: Site) -> None:
    """The message for a local plugin that fails does not speak of distributions."""
    with pytest.raises(PluginLoadError) as caught:
        site.load({"app:failing": Failing})

    assert "The plugin app:failing cannot be loaded" in str(caught.value)
    assert str(caught.value).endswith(
        "LookupError: no database. Mend it, or remove it from Pegboard(plugins=...)."
    )


@pytest.mark.parametrize(
    ("make", "name", "identity"),
    [
        pytest.param(lambda: Tracing, "", "app:Tracing", id="a class"),
        pytest.param(Tracing, "", "app:Tracing", id="an object"),
        pytest.param(Tracing, "traces", "app:traces", id="a name"),
    ],
)
def test_one_more_local_plugin(
    site: Site, make: Callable[[], object], name: str, identity: str
) -> None:
    """A plugin that the application adds later is made and checked like the others."""
    loaded = load_local(site.resolve(), make(), (Events,), name=name)

    assert isinstance(loaded.object, Tracing)
    assert loaded.identity == identity


def test_one_more_local_plugin_that_breaks_a_rule(site: Site) -> None:
    """A local plugin is refused for what an installed one is refused for."""

    class Wrong:
        @hookimpl
        def started(self) -> Iterator[None]:
            yield

    with pytest.raises(PluginRefusedError, match=r"The plugin app:Wrong is refused. Its 'started'"):
        load_local(site.resolve(), Wrong, (Events,))
