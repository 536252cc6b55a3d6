"""Which settings are declared, and by whom."""

from __future__ import annotations

import pytest

from pegboard.config.declarations import Declarations
from pegboard_hookspecs import Setting
from pegboard_hookspecs.errors import ConfigurationError


def _setting(name: str) -> Setting:
    return Setting(name, (int,), 1, "One.")


def test_the_kernel_declares_its_own() -> None:
    """The kernel's settings are declared from the start."""
    assert Declarations().owner("DEBUG") == "pegboard-core"


def test_a_plugin_declares_its_settings() -> None:
    """What a plugin declares is found by name, with its owner."""
    declarations = Declarations()
    declarations.add("made-up:plugin", [_setting("ONE")])

    assert declarations.get("ONE") == _setting("ONE")
    assert declarations.owner("ONE") == "made-up:plugin"
    assert _setting("ONE") in list(declarations)


def test_nobody_declared_other_names() -> None:
    """A name that nobody declared has no setting."""
    assert Declarations().get("TWO") is None


def test_plugins_of_one_class_share_a_setting() -> None:
    """The same declaration may come twice, as with two plugins of one class."""
    declarations = Declarations()
    setting = _setting("ONE")
    declarations.add("made-up:plugin", [setting])
    declarations.add("made-up:second", [setting])

    assert declarations.owner("ONE") == "made-up:plugin"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ([_setting("one")], "'one' of other:plugin must be upper-case. Rename it."),
        ([_setting("DEBUG")], "'DEBUG' is declared by pegboard-core and by other:plugin. Switch"),
        ([_setting("FINE"), _setting("one")], "'one' of other:plugin"),
    ],
    ids=["lower case", "taken", "the second"],
)
def test_a_bad_declaration_is_refused(settings: list[Setting], message: str) -> None:
    """A bad name, or one that is taken, is refused with both owners, and nothing is declared."""
    declarations = Declarations()

    with pytest.raises(ConfigurationError, match=message):
        declarations.add("other:plugin", settings)

    assert declarations.get("FINE") is None
