"""``pegboard check``."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from pegboard import Pegboard
from pegboard.commands.check import check
from pegboard_hookspecs import Finding, hookimpl
from tests.core.site import make_app

RISKY = Finding("acme.risky", "warning", "It is risky.", "app.py:3", "Do it otherwise.")
WRONG = Finding("acme.wrong", "error", "It is wrong.")


class Checking:
    def __init__(self, *found: Finding) -> None:
        self._found = found

    @hookimpl
    def check(self, deploy: bool) -> Sequence[Finding]:
        return [*self._found, Finding("acme.told", "info", f"deploy is {deploy}")]


def _app(*found: Finding) -> Pegboard:
    off = dict.fromkeys(("sessions", "templating"), False)
    app = make_app(plugins=off)
    app.register_plugin(Checking(*found))
    return app


def test_findings_are_shown_the_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Each finding has its level, name, place, message and cure; then they are counted."""
    code = check(_app(RISKY, WRONG))
    lines = capsys.readouterr().out.splitlines()

    assert code == 1
    assert lines[:2] == ["error: acme.wrong", "    It is wrong."]
    assert lines[3:6] == [
        "warning: acme.risky at app.py:3",
        "    It is risky.",
        "    Do it otherwise.",
    ]
    assert lines[-1].startswith("Found: 1 error, 1 warning, 1 info. Before others can reach it,")


@pytest.mark.parametrize(
    ("found", "level", "code"),
    [
        ([WRONG], "error", 1),
        ([RISKY], "error", 0),
        ([RISKY, RISKY], "warning", 1),
        ([], "warning", 0),
        ([], "info", 1),
    ],
)
def test_the_exit_code_follows_the_level(found: list[Finding], level: str, code: int) -> None:
    """It ends with 1 if something is as bad as asked."""
    assert check(_app(*found), fail_level=level) == code  # type: ignore[arg-type]  # a row's


def test_nothing_found_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """An application without findings passes."""
    off = dict.fromkeys(("sessions", "templating"), False)

    assert check(make_app(plugins=off)) == 0
    assert capsys.readouterr().out.startswith("Nothing was found. Before others")


def test_for_deployment_more_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """With --deploy plugins know it, and the kernel has questions of its own."""
    assert check(_app(), deploy=True, json=True) == 1
    found = {each["id"]: each for each in json.loads(capsys.readouterr().out)}

    assert found["acme.told"]["message"] == "deploy is True"
    assert found["pegboard.deploy-testing"]["level"] == "error"
    check(_app(RISKY, RISKY), deploy=True)
    assert "3 warnings" in capsys.readouterr().out
