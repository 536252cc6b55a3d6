"""Who fills a slot, and what becomes of everybody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard.plugins.loader import Selection, load
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import (
    ConfigurationError,
    PegboardError,
    PluginConflictError,
    UnknownNameError,
)
from tests.core.plugins.loader.contract import Events
from tests.core.plugins.loader.site import Site

DEFAULT = "acme-greeting:plain"


class Shouting:
    """A provider that the application brings."""

    @hookimpl
    def greet(self, name: str) -> str:
        return name.upper()


class Timing:
    """An additive plugin that the application brings."""

    @hookimpl
    def started(self) -> None: ...


def _winner(selection: Selection) -> str | None:
    winner = selection.decision("greeting").winner
    return None if winner is None else winner.identity


def _states(selection: Selection) -> dict[str, str]:
    return {verdict.plugin.identity: verdict.state for verdict in selection.verdicts}


def _reasons(selection: Selection) -> dict[str, str]:
    return {verdict.plugin.identity: verdict.reason for verdict in selection.verdicts}


def _problem(selection: Selection) -> PegboardError:
    (problem,) = selection.problems
    return problem


@pytest.fixture
def two(site: Site) -> Site:
    """Give a folder with the default and one alternative."""
    site.provider("greeting", DEFAULT)
    site.provider("greeting", "acme-loud:loud")
    return site


@pytest.fixture
def three(two: Site) -> Site:
    """Give a folder with the default and two alternatives."""
    two.provider("greeting", "acme-soft:soft")
    return two


# Who wins


def test_the_default_fills_its_slot(site: Site) -> None:
    """The default wins where nothing else is installed or chosen."""
    site.provider("greeting", DEFAULT)

    decision = site.resolve().decision("greeting")

    assert decision.winner is not None
    assert (decision.winner.identity, decision.reason) == (DEFAULT, "is the default")


def test_the_only_alternative_wins(two: Site) -> None:
    """The only provider that is not the default wins without any setting."""
    selection = two.resolve()

    assert _winner(selection) == "acme-loud:loud"
    assert _states(selection) == {"acme-loud:loud": "active", DEFAULT: "losing"}
    assert "loses 'greeting' to acme-loud:loud" in _reasons(selection)[DEFAULT]


def test_runners_up_are_named(two: Site) -> None:
    """Who could have won is part of the decision."""
    runners_up = two.resolve().decision("greeting").runners_up

    assert [plugin.identity for plugin in runners_up] == [DEFAULT]


@pytest.mark.parametrize(
    "name", ["acme-soft:soft", "acme-soft", "Acme_Soft", DEFAULT], ids=lambda name: name
)
def test_a_setting_wins(three: Site, name: str) -> None:
    """A setting decides, by identity or by distribution, also for the default."""
    selection = three.resolve({"greeting": name})

    assert _winner(selection) == (DEFAULT if name == DEFAULT else "acme-soft:soft")
    assert selection.problems == ()


def test_switching_one_of_two_off_decides(three: Site) -> None:
    """Where one of two alternatives is switched off, the other is the only one."""
    selection = three.resolve({"acme-loud": False})

    assert _winner(selection) == "acme-soft:soft"
    assert _states(selection)["acme-loud:loud"] == "disabled"


def test_an_object_fills_a_slot(three: Site) -> None:
    """A class or object that the application gives is the provider, whatever is installed."""
    selection = three.resolve({"greeting": Shouting})

    assert _winner(selection) == "app:Shouting"
    assert _states(selection)["app:Shouting"] == "active"
    assert _states(selection)["acme-loud:loud"] == "losing"


# Conflicts


def test_two_alternatives_and_no_setting(three: Site) -> None:
    """Two alternatives without a setting are an error that names both and the lines to paste."""
    selection = three.resolve()
    message = str(_problem(selection))

    assert isinstance(_problem(selection), PluginConflictError)
    assert "acme-loud 1.0 (acme-loud:loud) and acme-soft 1.0 (acme-soft:soft)" in message
    assert '    greeting = "acme-loud:loud"\n    greeting = "acme-soft:soft"\n' in message
    assert 'Pegboard(__name__, plugins={"greeting": "acme-loud:loud"})' in message.replace(
        ' or {"greeting": "acme-soft:soft"}', ""
    )


def test_a_conflict_leaves_the_slot_empty(three: Site) -> None:
    """Nobody is loaded for a slot that waits for a decision, not even the default."""
    selection = three.resolve()

    assert _winner(selection) is None
    assert set(_states(selection).values()) == {"losing"}
    assert "waits for a decision" in str(selection.decision("greeting").empty_error())


def test_loading_raises_the_first_problem_and_notes_the_others(three: Site) -> None:
    """A start with several problems ends with the first, and the others stand below it."""
    selection = three.resolve({"conuting": False})

    with pytest.raises(UnknownNameError) as caught:
        load(selection, (Events,))

    assert "more to mend: 2 plugins want the slot" in caught.value.__notes__[0]


def test_the_pasted_line_settles_a_conflict(three: Site, tmp_path: Path) -> None:
    """A line of the message, pasted as it says, decides."""
    line = str(_problem(three.resolve())).splitlines()[2]
    (tmp_path / "pyproject.toml").write_text(f"[tool.pegboard.plugins]\n{line}\n")

    assert _winner(three.resolve(root_path=tmp_path)) == "acme-loud:loud"


# Unknown names


@pytest.mark.parametrize(
    ("plugins", "hint"),
    [
        pytest.param({"greetign": False}, "'greeting'", id="a slot"),
        pytest.param({"acme-laud:loud": False}, "'acme-loud:loud'", id="an identity"),
        pytest.param({"acme-laud": False}, "'acme-loud'", id="a distribution"),
        pytest.param({"greetign": Shouting}, "'greeting'", id="a slot for an object"),
        pytest.param({"greeting": "acme-laud:loud"}, "'acme-loud:loud'", id="a provider"),
    ],
)
def test_unknown_names_get_a_suggestion(two: Site, plugins: dict[str, object], hint: str) -> None:
    """A name that matches nothing is an error that suggests the nearest one."""
    problem = _problem(two.resolve(plugins))

    assert isinstance(problem, UnknownNameError)
    assert f"Did you mean {hint}?" in str(problem)
    assert "pip install" not in str(problem)


def test_a_name_with_no_near_one_gets_the_list(two: Site) -> None:
    """Where nothing is near, the message lists what there is."""
    message = str(_problem(two.resolve({"zzz": False})))

    assert f"Slots are counting, greeting; installed are {DEFAULT}, acme-loud:loud." in message


def test_a_name_where_nothing_is_installed(site: Site) -> None:
    """The list of what is installed may be empty."""
    assert "installed are no plugins" in str(_problem(site.resolve({"zzz": False})))


def test_a_word_for_off_is_no_name(site: Site) -> None:
    """Who chooses 'off' is told how a slot is switched off, and not to install it."""
    message = str(_problem(site.resolve({"greeting": "off"})))

    assert message.endswith('To switch the slot off, write "greeting": False')


@pytest.mark.parametrize("is_empty", [True, False], ids=["none installed", "others installed"])
def test_a_chosen_provider_that_is_not_installed(site: Site, *, is_empty: bool) -> None:
    """A chosen provider that is missing is named with the command that installs it."""
    if not is_empty:
        site.provider("greeting", DEFAULT)

    message = str(_problem(site.resolve({"greeting": "zzz:x"})))

    assert f"Installed for it: {'none' if is_empty else DEFAULT}." in message
    assert message.endswith("pip install zzz")


def test_a_default_that_is_not_installed_may_be_switched_off(site: Site) -> None:
    """The slots' defaults are known names though nobody installed them."""
    assert site.resolve({"acme-greeting": False, DEFAULT: False}).problems == ()


# Settings that contradict


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param("greeting=acme-loud,greeting=acme-soft", id="a slot told twice"),
        pytest.param("acme-loud=off,Acme_Loud=on", id="a plugin told twice"),
        pytest.param("greeting=acme-loud,acme-loud=off", id="chosen and off"),
    ],
)
def test_contradictions_in_one_place(site: Site, environ: str) -> None:
    """Two settings of one place that cannot both hold are quoted."""
    site.install("acme-loud", {"pegboard.greeting": {"l": "m:L"}, "pegboard.plugins": {"p": "m:P"}})
    site.provider("greeting", "acme-soft:soft")

    problem = site.resolve(environ={"PEGBOARD_PLUGINS": environ}).problems[0]

    assert isinstance(problem, ConfigurationError)
    assert "contradict each other. Remove one of them." in str(problem)


def test_a_stronger_choice_overrides_a_weaker_off(three: Site) -> None:
    """What code chooses is taken though the environment switches it off."""
    selection = three.resolve(
        {"greeting": "acme-loud"}, environ={"PEGBOARD_PLUGINS": "acme-loud=off"}
    )

    assert _winner(selection) == "acme-loud:loud"
    assert _states(selection)["acme-loud:loud"] == "active"


def test_a_stronger_off_voids_a_weaker_choice(three: Site) -> None:
    """What code switches off is not taken though the environment chooses it: rules decide."""
    selection = three.resolve(
        {"acme-loud": False}, environ={"PEGBOARD_PLUGINS": "greeting=acme-loud"}
    )

    assert _winner(selection) == "acme-soft:soft"
    assert selection.problems == ()


@pytest.mark.parametrize(
    ("plugins", "example"),
    [
        pytest.param({"acme-loud": True}, '"greeting": "acme-loud"', id="on for a provider"),
        pytest.param({"acme-loud": "x"}, '"greeting": "acme-loud"', id="a name for a provider"),
        pytest.param({"acme-timing": "x"}, '"SLOT": "acme-timing"', id="a name for an additive"),
        pytest.param({"acme-loud": Shouting}, '"greeting": "acme-loud"', id="an object"),
    ],
)
def test_values_that_a_plugin_cannot_obey(
    two: Site, plugins: dict[str, object], example: str
) -> None:
    """Under its own name a plugin is only switched; the message shows how to choose it."""
    two.additive("acme-timing:timing")

    problem = _problem(two.resolve(plugins))

    assert isinstance(problem, ConfigurationError)
    assert f"write {example}." in str(problem)


def test_a_distribution_with_several_providers_of_a_slot(site: Site) -> None:
    """A bare distribution that brings two providers of a slot does not choose between them."""
    site.install("acme", {"pegboard.greeting": {"a": "m:A", "b": "m:B"}})

    message = str(_problem(site.resolve({"greeting": "acme"})))

    assert 'Write "greeting": "acme:a" or "greeting": "acme:b".' in message


# Empty slots


@pytest.mark.parametrize("is_installed", [True, False], ids=["installed", "not installed"])
def test_a_slot_that_is_switched_off(site: Site, *, is_installed: bool) -> None:
    """An empty slot says where it was switched off, and how to have it back."""
    if is_installed:
        site.provider("greeting", DEFAULT)
    selection = site.resolve(environ={"PEGBOARD_PLUGINS": "greeting=off"})

    error = selection.decision("greeting").empty_error()

    where = "the environment variable PEGBOARD_PLUGINS"
    install = "" if is_installed else " Run: pip install acme-greeting"
    assert error.slot == "greeting"
    assert str(error) == (
        f"No plugin greets: the slot 'greeting' is switched off in {where}. "
        f"Remove greeting=off from {where}.{install}"
    )


def test_a_slot_switched_off_in_the_project_file(site: Site, tmp_path: Path) -> None:
    """The line to remove from the project file is quoted."""
    site.provider("greeting", DEFAULT)
    (tmp_path / "pyproject.toml").write_text("[tool.pegboard.plugins]\ngreeting = false\n")

    error = site.resolve(root_path=tmp_path).decision("greeting").empty_error()

    assert f"is switched off in {tmp_path / 'pyproject.toml'}. Remove that line" in str(error)
    assert "(greeting = false)" in str(error)


def test_a_slot_for_which_nothing_is_installed(site: Site) -> None:
    """An empty slot with no provider installed says which distribution to install."""
    error = site.resolve().decision("greeting").empty_error()

    assert str(error) == (
        "No plugin greets: the slot 'greeting' has no provider installed. "
        "Run: pip install acme-greeting"
    )


def test_a_slot_whose_only_provider_is_off(site: Site) -> None:
    """A slot whose providers are all switched off says which, and where."""
    site.provider("greeting", DEFAULT)

    error = site.resolve({DEFAULT: False}).decision("greeting").empty_error()

    assert f"no provider left: {DEFAULT} is switched off in Pegboard(plugins=...)" in str(error)
    assert f'Remove "{DEFAULT}": False from Pegboard(plugins=...).' in str(error)


def test_a_loser_of_a_slot_that_is_off_is_off(two: Site) -> None:
    """Switching a slot off switches off all who would fill it."""
    assert set(_states(two.resolve({"greeting": False})).values()) == {"disabled"}


def test_an_unknown_slot_has_no_decision(site: Site) -> None:
    """Asking for a slot that does not exist is a mistake of the caller."""
    with pytest.raises(KeyError):
        site.resolve().decision("zzz")


# Additive plugins


def test_additive_plugins_are_on(site: Site) -> None:
    """An additive plugin that is installed is taken."""
    site.additive("acme:timing")

    selection = site.resolve()

    assert [plugin.identity for plugin in selection.chosen] == ["acme:timing"]
    assert _reasons(selection) == {"acme:timing": "is installed"}


def test_additive_plugins_can_be_switched_off(site: Site) -> None:
    """A setting leaves an additive plugin out, and the reason says which."""
    site.additive("acme:timing")

    selection = site.resolve({"acme:timing": False})

    assert selection.chosen == ()
    assert _reasons(selection) == {"acme:timing": "is switched off in Pegboard(plugins=...)"}


def test_the_application_brings_additive_plugins(site: Site) -> None:
    """A key that begins with ``app:`` names an additive plugin of the application's own."""
    selection = site.resolve({"app:timing": Timing()})

    assert [str(plugin) for plugin in selection.chosen] == ["app:timing"]
    assert _reasons(selection) == {"app:timing": "is brought by the application"}


def test_the_application_s_own_plugins_need_names(site: Site) -> None:
    """Two classes of one name that the application brings are an error, not one plugin."""
    plugins = {"greeting": Shouting, "counting": type("Shouting", (), {})}

    problem = _problem(site.resolve(plugins))

    assert "brings 2 plugins that are called 'app:Shouting'" in str(problem)


def test_the_environment_cannot_switch_off_what_code_brings(site: Site) -> None:
    """What the application brings is a setting in code, which goes before the environment."""
    selection = site.resolve({"app:timing": Timing}, environ={"PEGBOARD_PLUGINS": "app:timing=off"})

    assert [plugin.identity for plugin in selection.chosen] == ["app:timing"]


def test_a_plugin_for_an_unknown_slot_is_a_stray(site: Site) -> None:
    """A provider of a slot that nobody declares is listed with a suggestion and left alone."""
    site.provider("greetign", "acme:x")

    selection = site.resolve()

    assert selection.chosen == ()
    assert selection.problems == ()
    assert _states(selection) == {"acme:x": "stray"}
    assert "Did you mean 'greeting'?" in _reasons(selection)["acme:x"]


# Safe mode


def test_safe_mode_takes_defaults_only(three: Site) -> None:
    """In safe mode only the slots' defaults are taken, whatever is installed or chosen."""
    three.additive("acme:timing")
    environ = {"PEGBOARD_NO_PLUGINS": "1"}

    selection = three.resolve({"greeting": "acme-loud"}, environ=environ)

    assert [plugin.identity for plugin in selection.chosen] == [DEFAULT]
    assert "safe mode" in _reasons(selection)[DEFAULT]
    assert "safe mode" in _reasons(selection)["acme:timing"]


def test_safe_mode_leaves_off_what_is_off(two: Site) -> None:
    """Safe mode does not fill a slot that a setting empties."""
    selection = two.resolve({"greeting": False}, environ={"PEGBOARD_NO_PLUGINS": "1"})

    assert _winner(selection) is None


def test_safe_mode_keeps_the_application_s_own(site: Site) -> None:
    """What the application brings itself is its own code, which safe mode does not judge."""
    plugins = {"greeting": Shouting, "app:timing": Timing}

    selection = site.resolve(plugins, environ={"PEGBOARD_NO_PLUGINS": "1"})

    assert [plugin.identity for plugin in selection.chosen] == ["app:Shouting", "app:timing"]


def test_safe_mode_without_the_default(site: Site) -> None:
    """A slot whose default is not installed is empty in safe mode, and says why."""
    site.provider("greeting", "acme-loud:loud")

    selection = site.resolve(environ={"PEGBOARD_NO_PLUGINS": "1"})

    assert "safe mode, for acme-greeting:plain is not installed. Unset PEGBOARD_NO_PLUGINS" in str(
        selection.decision("greeting").empty_error()
    )
