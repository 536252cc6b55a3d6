"""Providers of the slot ``sessions`` that each break one rule."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from contextlib import suppress
from typing import Any, ClassVar

from pegboard_hookspecs import Application, Request, Response, Session, hookimpl
from pegboard_hookspecs.errors import CookieTooLargeError
from pegboard_sessions import CookieSession, CookieSessions, UnavailableSession
from tests.plugins.contracts.running import Fault


class _Opens(CookieSessions, Fault):
    """Changes how sessions are opened."""

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        return session

    @hookimpl
    def open_session(self, app: Application, request: Request) -> CookieSession:
        session: CookieSession
        session = self.opened(app, request, super().open_session(app, request))
        return session


class _Saves(CookieSessions, Fault):
    """Changes how sessions are saved."""

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        super().save_session(app, request, session, response)

    @hookimpl
    def save_session(
        self, app: Application, request: Request, session: Session, response: Response
    ) -> None:
        self.save(app, request, session, response)


class TrustsTheVisitor(_Saves):
    """The cookie is no more than encoded."""

    breaks = "test_a_tampered_cookie_is_an_empty_session"

    @hookimpl
    def open_session(self, app: Application, request: Request) -> CookieSession:
        with suppress(ValueError, TypeError):
            return CookieSession(json.loads(b64decode(request.cookies["session"] + "==")))
        return CookieSession(new=True)

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        if session.modified:
            content = b64encode(json.dumps(dict(session)).encode()).decode().rstrip("=")
            response.set_cookie("session", content, httponly=True, samesite="Lax")


class IgnoresTheSignature(_Opens):
    breaks = "test_a_tampered_cookie_is_an_empty_session"

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        payload = request.cookies.get("session", "").split(".")[0]
        with suppress(ValueError):
            return CookieSession(json.loads(b64decode(payload + "==")))
        return session


class SignsHalfOfIt(_Opens):
    """What follows behind the signature is ignored."""

    breaks = "test_a_cut_cookie_is_an_empty_session"

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        token = ".".join(request.cookies.get("session", "").split(".")[:3])
        signer = self._current_signer(app)
        assert signer is not None
        for end in (len(token), *range(len(token) - 5, len(token))):
            with suppress(Exception):
                return CookieSession(signer.loads(token[:end])[0])
        return session


class FailsForGarbage(_Opens):
    breaks = "test_garbage_is_an_empty_session"

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        if request.cookies.get("session"):
            assert request.cookies["session"].count(".") == 2
        return session


class HasOneKeyForAll(_Saves):
    breaks = "test_applications_do_not_meet"

    def make_signer(self, keys: Any) -> Any:
        return super().make_signer(["the key of all applications"])


class IsNeverNew(_Opens):
    breaks = "test_a_session_begins_empty"

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        session.new = False
        return session


class IsADict(_Opens):
    breaks = "test_a_session_begins_empty"

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        return type("Plain", (dict,), {"new": True, "modified": False, "permanent": False})(session)


class SharesOneSession(_Opens):
    breaks = "test_visitors_do_not_meet"
    one: Any = None

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        self.one = self.one or session
        return self.one


class LetsCachesShare(_Saves):
    breaks = "test_every_touch_varies_by_cookie"

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        if session.modified:
            super().save(app, request, session, response)


class ReplacesVary(_Saves):
    breaks = "test_what_it_varies_by_already_is_kept"

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        super().save(app, request, session, response)
        response.headers["Vary"] = "Cookie"


class SendsAlways(_Saves):
    breaks = "test_reading_sets_no_cookie"

    def should_set_cookie(self, app: Application, session: Session) -> bool:
        return True


class LeavesTheCookie(_Saves):
    breaks = "test_an_emptied_session_is_removed"

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        if session:
            super().save(app, request, session, response)


class RemovesAnotherCookie(_Saves):
    breaks = "test_an_emptied_session_is_removed"

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        if session:
            super().save(app, request, session, response)
        elif session.modified:
            response.delete_cookie("session", path="/elsewhere")


class _Attributes(_Saves):
    change: ClassVar[dict[str, object]] = {}

    def cookie_attributes(self, app: Application, request: Request) -> dict[str, Any]:
        return {**super().cookie_attributes(app, request), **self.change}


class ShowsScriptsTheCookie(_Attributes):
    breaks = "test_the_cookie_is_safe"
    change: ClassVar[dict[str, object]] = {"httponly": False}


class SendsItToAllSites(_Attributes):
    breaks = "test_the_cookie_is_safe"
    change: ClassVar[dict[str, object]] = {"samesite": None}


class SendsItInTheClear(_Attributes):
    breaks = "test_the_cookie_is_safe"
    change: ClassVar[dict[str, object]] = {"secure": False}


class _Lifetimes(_Opens):
    """Checks one lifetime at most."""

    def opened(self, app: Application, request: Request, session: CookieSession) -> Any:
        signer = self._current_signer(app)
        assert signer is not None
        with suppress(Exception):
            values, signed = signer.loads(request.cookies["session"])
            return self.restored(app, values, signed, session)
        return session

    def restored(self, app: Application, values: Any, signed: int, session: Any) -> CookieSession:
        created = values.pop("_pegboard", signed)
        return CookieSession(values, created=created)


class LivesForEver(_Lifetimes):
    breaks = "test_an_idle_session_ends"


class LivesAsLongAsItIsUsed(_Lifetimes):
    breaks = "test_a_session_in_use_ends"

    def restored(self, app: Application, values: Any, signed: int, session: Any) -> CookieSession:
        import time  # noqa: PLC0415 - the clock of the test

        idle = app.permanent_session_lifetime.total_seconds()
        if time.time() - signed > idle:
            raise ValueError(signed)
        return super().restored(app, values, signed, session)


class EndsWithTheBrowser(_Saves):
    breaks = "test_a_permanent_session_outlives_the_browser"

    def expires(self, app: Application, session: Session, now: int) -> float | None:
        return None


class IsPermanentAlways(_Saves):
    breaks = "test_a_permanent_session_outlives_the_browser"

    def expires(self, app: Application, session: Session, now: int) -> float | None:
        return now + 60


class SavesSuccessOnly(_Saves):
    breaks = "test_errors_save_the_session"

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        if response.status_code < 400:
            super().save(app, request, session, response)


class _Kind(_Saves):
    """Has sessions of another class."""

    kind: type[CookieSession] = CookieSession

    def __init__(self) -> None:
        super().__init__()
        self.session_class = self.kind


class _ForgetsInRotation(CookieSession):
    def rotate(self) -> None:
        self.clear()


class ForgetsInRotation(_Kind):
    breaks = "test_rotation_keeps_the_values"
    kind = _ForgetsInRotation


class _DeletesInSilence(CookieSession):
    def __delitem__(self, key: str) -> None:
        dict[str, Any].__delitem__(self, key)


class DeletesInSilence(_Kind):
    breaks = "test_every_change_is_kept"
    kind = _DeletesInSilence


class _UpdatesInSilence(CookieSession):
    def update(self, *sources: Any, **values: Any) -> None:
        dict[str, Any].update(self, *sources, **values)


class UpdatesInSilence(_Kind):
    breaks = "test_every_change_is_kept"
    kind = _UpdatesInSilence


class _TakesAnything(CookieSession):
    def __setitem__(self, key: str, value: Any) -> None:
        dict[str, Any].__setitem__(
            self, key, value if isinstance(value, str | int | bool) else repr(value)
        )
        self.modified = True


class KeepsObjectsAsText(_Kind):
    breaks = "test_what_cannot_be_kept_is_named"
    kind = _TakesAnything


class _KeepsText(CookieSession):
    def update(self, *sources: Any, **values: Any) -> None:
        new = json.loads(json.dumps(dict[str, Any](*sources, **values), default=str))
        super().update(new)


class KeepsTextOfTypes(_Kind):
    breaks = "test_types_come_back"
    kind = _KeepsText


class _NamesNothing(CookieSession):
    def __setitem__(self, key: str, value: Any) -> None:
        try:
            super().__setitem__(key, value)
        except TypeError:
            raise TypeError("not serializable") from None


class NamesNoKey(_Kind):
    breaks = "test_what_cannot_be_kept_is_named"
    kind = _NamesNothing


class IgnoresWhatItIsTold(_Kind):
    """Compares the top level instead of asking ``modified``."""

    breaks = "test_a_change_inside_is_kept_when_it_is_told"

    def should_set_cookie(self, app: Application, session: Session) -> bool:
        return "list" not in session or session["list"] == [1]


class SendsWhatBrowsersDrop(_Saves):
    breaks = "test_no_cookie_is_too_large"

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        response.max_cookie_size = 0
        super().save(app, request, session, response)


class LosesWhatIsTooLarge(_Saves):
    breaks = "test_no_cookie_is_too_large"

    def save(self, app: Application, request: Request, session: Any, response: Response) -> None:
        with suppress(CookieTooLargeError):
            super().save(app, request, session, response)


class WritesWithoutAKey(_Kind):
    breaks = "test_without_a_key_nothing_is_written"

    def __init__(self) -> None:
        super().__init__()
        self.unavailable_session_class = CookieSession


class _RefusesSome(UnavailableSession):
    def clear(self) -> Any:
        dict[str, Any].clear(self)


class RefusesSomeChangesOnly(_Kind):
    breaks = "test_every_change_needs_the_key"

    def __init__(self) -> None:
        super().__init__()
        self.unavailable_session_class = _RefusesSome


class ClaimsToRevoke(_Saves):
    breaks = "test_an_old_cookie_can_be_revoked"
    capabilities = frozenset({"revocation"})
