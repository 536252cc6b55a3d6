"""``pegboard sessions``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cachelib import SimpleCache

from pegboard import Pegboard
from pegboard_hookspecs import Command, hookimpl
from pegboard_sessions_server.commands import COMMANDS
from tests.plugins.sessions_server.site import Clock, Site, log_in

pytestmark = pytest.mark.needs("cli")


def _run(site: Site, words: str) -> tuple[int, str]:
    result = site.app.test_cli_runner().invoke(args=f"sessions {words}".split())
    return result.exit_code, result.output


def test_sessions_are_counted(plain_site: Site) -> None:
    """``list`` says how many sessions there are."""
    plain_site.visit(log_in(1))
    plain_site.visit(log_in(2))

    assert _run(plain_site, "list") == (0, "2 alive, of 2 users; 0 expired\n")


def test_the_sessions_of_a_user_are_listed(plain_site: Site, clock: Clock) -> None:
    """``list --user`` shows the keys of a user's sessions, and when they were used."""
    plain_site.visit(log_in("ada"))
    clock.now += 5

    code, output = _run(plain_site, "list --user ada")

    moment = r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ"
    assert code == 0
    assert re.fullmatch(rf"[0-9a-f]{{64}}  begun {moment}  used {moment}\n", output)
    assert _run(plain_site, "list --user bob") == (0, "There is no session of 'bob'.\n")


def test_expired_sessions_are_swept(sites: Callable[..., Site], clock: Clock) -> None:
    """``sweep`` removes what has expired."""
    site = sites(PERMANENT_SESSION_LIFETIME=60)
    site.visit(log_in(1))
    clock.now += 100

    assert _run(site, "sweep") == (0, "1 removed\n")


def test_a_user_s_sessions_are_revoked(plain_site: Site) -> None:
    """``revoke --user`` ends all sessions of a user, and its code says whether there were any."""
    token = plain_site.begin(log_in("ada"))

    assert _run(plain_site, "revoke --user ada") == (0, "1 revoked\n")
    assert _run(plain_site, "revoke --user ada") == (1, "0 revoked\n")
    assert plain_site.read(token) == {}


def test_one_session_is_revoked(plain_site: Site) -> None:
    """``revoke --key`` ends one session."""
    token = plain_site.begin(log_in("ada"))
    key = plain_site.provider.sessions_of("ada")[0][0]

    assert _run(plain_site, f"revoke --key {key}") == (0, "1 revoked\n")
    assert plain_site.read(token) == {}


def test_a_cache_does_not_count(sites: Callable[..., Site]) -> None:
    """With a cache ``revoke`` works, and ``list`` says why it does not."""
    site = sites(SESSION_STORE=SimpleCache())
    site.visit(log_in("ada"))

    code, output = _run(site, "list")

    assert _run(site, "revoke --user ada") == (0, "all revoked\n")
    assert code == 1
    assert "SimpleCache cannot count its sessions" in output


@pytest.mark.parametrize("words", ["revoke", "revoke --user ada --key 5"])
def test_one_of_two_is_revoked(plain_site: Site, words: str) -> None:
    """``revoke`` needs a user or a key, and takes no two."""
    code, output = _run(plain_site, words)

    assert code == 2
    assert "with --user, or which one, with --key" in output


def test_a_store_that_is_down_is_named(sites: Callable[..., Site], tmp_path: Path) -> None:
    """Where the store does not answer a command says so, in one sentence."""
    (tmp_path / "instance" / "sessions.sqlite").mkdir(parents=True)

    code, output = _run(sites(), "list")

    assert code == 1
    assert "does not answer: unable to open database file" in output


@pytest.mark.needs("sessions")
def test_with_another_provider_there_is_nothing_to_revoke(tmp_path: Path) -> None:
    """Where another provider has won the slot, the commands say whose the sessions are."""
    app = Pegboard(__name__, instance_path=str(tmp_path), static_folder=None)
    app.register_plugin(_Commands())

    result = app.test_cli_runner().invoke(args=["sessions", "list"])

    assert result.exit_code == 2
    assert "Sessions are kept by pegboard-sessions:" in result.output


class _Commands:
    @hookimpl
    def commands(self) -> Sequence[Command]:
        return COMMANDS
