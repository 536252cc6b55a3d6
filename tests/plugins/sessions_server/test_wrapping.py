"""Other plugins around the provider, and failures behind it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pegboard import flash, get_flashed_messages
from pegboard_hookspecs import Session, hookimpl
from pegboard_hookspecs.session_kit import DictSession
from tests.plugins.sessions_server.site import Action, Site, token_of


def test_messages_are_flashed(site: Site) -> None:
    """A message waits in the session for the next page, and for that page only."""
    token = site.begin(lambda _: flash("Saved.", "info"))
    shown: list[object] = []

    def show(_: Any) -> None:
        shown.extend(get_flashed_messages(with_categories=True))

    site.visit(show, token)
    site.visit(show, token)

    assert shown == [("info", "Saved.")]


def test_tests_write_the_session(plain_site: Site) -> None:
    """``session_transaction`` works as with any provider."""
    client = plain_site.app.test_client()
    with client.session_transaction() as session:
        session["a"] = 1
    client.get("/")
    with client.session_transaction() as session:
        seen = dict(session)

    assert seen == {"a": 1}


def test_a_failing_view_keeps_the_session(plain_site: Site) -> None:
    """What was changed before a view raised is kept, for the answer is a 500 with a cookie."""

    def change_and_fail(session: Any) -> None:
        session["a"] = 1
        raise ValueError

    response = plain_site.visit(change_and_fail)

    assert response.status_code == 500
    assert plain_site.read(token_of(response)) == {"a": 1}


def test_a_step_behind_may_fail(site: Site) -> None:
    """Where a later step raises, the answer to that has the cookie of the session that was kept."""
    errors: list[Exception] = []

    @site.app.hookimpl
    def request_finished() -> None:
        if errors:
            raise errors.pop()

    token = site.begin(lambda session: session.update(a=1))
    errors.append(ValueError("once"))
    response = site.visit(lambda session: session.update(user_id=1), token)

    assert response.status_code == 500
    assert site.read(token_of(response)) == {"a": 1, "user_id": 1}
    assert site.read(token) == {}


class _Replacing:
    @hookimpl(wrapper=True)
    def open_session(self) -> Generator[None, Session, Session]:
        return DictSession((yield))


def test_a_session_of_another_class_is_kept(plain_site: Site) -> None:
    """What a wrapper puts in place of the session is kept under an identifier of its own."""
    plain_site.app.register_plugin(_Replacing())

    token = plain_site.begin(lambda session: session.update(a=1))
    second = plain_site.begin(lambda session: session.update(b=2), token)

    assert second != token
    assert plain_site.read(second) == {"a": 1, "b": 2}


def test_visitors_do_not_meet(site: Site) -> None:
    """Each visitor has a session of his own."""
    clients = [site.app.test_client() for _ in range(2)]
    seen: list[dict[str, object]] = []
    for number, client in enumerate(clients):
        site.action = _setting(number)
        client.get("/")
    for client in clients:
        site.action = dict
        client.get("/")
        seen.append(site.seen)

    assert seen == [{"number": 0}, {"number": 1}]


def _setting(number: int) -> Action:
    return lambda session: session.update(number=number)
