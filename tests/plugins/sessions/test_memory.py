"""Nothing of a request outlives it."""

from __future__ import annotations

import gc
import weakref
from typing import Any

from tests.plugins.sessions.site import Site, cookie_of


def test_a_session_dies_with_its_request() -> None:
    """After the response no session is alive, without the help of the cycle collector."""
    site = Site()
    dead: list[weakref.ref[Any]] = []

    def _keep(session: Any) -> None:
        session["user"] = "joe"
        dead.append(weakref.ref(session._get_current_object()))

    gc.disable()
    try:
        cookie = cookie_of(site.visit(_keep))
        cookie_of(site.visit(_keep, cookie=cookie))
    finally:
        gc.enable()

    assert [reference() for reference in dead] == [None, None]
