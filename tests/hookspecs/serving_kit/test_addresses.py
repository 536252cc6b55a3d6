"""The address that a server listens on."""

from __future__ import annotations

import errno
import os
import socket
from typing import Any

import pytest

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit.addresses import check_free, is_loopback

EVERYWHERE = "0.0.0.0"  # noqa: S104 - it is told apart from loopback


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("localhost", True),
        ("localhost.", True),
        ("::1", True),
        ("unix:///run/site.sock", True),
        (EVERYWHERE, False),
        ("::", False),
        ("192.0.2.1", False),
        ("example.org", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, expected: bool) -> None:
    """Loopback is what nobody else can reach; in doubt an address is not."""
    assert is_loopback(host) is expected


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", EVERYWHERE, "unix:///x"])
def test_a_free_address_passes(host: str) -> None:
    """An address that can be listened on is no trouble."""
    check_free(host, 0)


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_a_port_in_use_is_refused(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that somebody listens on is an error that names the next one."""
    monkeypatch.setattr(os, "name", system)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} on 127\.0\.0\.1 is in use.*--port"):
            check_free("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_what_is_no_port_is_refused(port: int) -> None:
    """A number outside of the range of ports is an error with the range."""
    with pytest.raises(CommandError, match=f"{port} is no port. Give one from 0 to 65535"):
        check_free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70])
def test_a_foreign_address_is_refused(host: str) -> None:
    """An address that is not this machine's is an error with the usual ones."""
    with pytest.raises(CommandError, match=r"no address of this machine .*127\.0\.0\.1"):
        check_free(host, 0)


@pytest.mark.parametrize(
    ("number", "port", "words"),
    [
        (errno.EACCES, 80, "Port 80 needs privileges"),
        (errno.EADDRINUSE, 65535, "--port 65534"),
    ],
)
def test_the_reason_is_the_systems(
    monkeypatch: pytest.MonkeyPatch, number: int, port: int, words: str
) -> None:
    """What the system says decides about the cure."""

    def refuse(self: Any, address: Any) -> None:
        raise OSError(number, "no")

    stubborn = type("Stubborn", (socket.socket,), {"bind": refuse})
    monkeypatch.setattr("pegboard_hookspecs.serving_kit.addresses.socket.socket", stubborn)

    with pytest.raises(CommandError, match=words):
        check_free("127.0.0.1", port)
