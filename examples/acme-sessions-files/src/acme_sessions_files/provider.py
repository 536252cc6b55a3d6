"""What fills the slot ``sessions``: a folder of files, and a cookie with an identifier."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from pegboard_hookspecs import (
    Application,
    Finding,
    Request,
    Response,
    Session,
    hookimpl,
)
from pegboard_hookspecs.session_kit import (
    CookieBased,
    TaggedJSON,
    cookie_findings,
    is_alive,
    vary_by_cookie,
)

from acme_sessions_files.folder import SessionFolder, reachable
from acme_sessions_files.identifiers import is_identifier, new_identifier
from acme_sessions_files.record import Record, read_record, write_record
from acme_sessions_files.session import FileSession
from acme_sessions_files.settings import SETTINGS

__all__ = ["FileSessions"]

_SWEEP_INTERVAL = 3600


class FileSessions(CookieBased):
    """Keeps the sessions of one application in files; a cookie has the identifier only."""

    capabilities = frozenset({"revocation"})
    settings = SETTINGS

    def __init__(self) -> None:
        super().__init__()
        self.serializer = TaggedJSON()
        self._next_sweep = 0

    @hookimpl
    def open_session(self, app: Application, request: Request) -> Session:
        """Give the session whose identifier the cookie has, or a new one."""
        token = self.read_token(app, request)
        if token is not None and is_identifier(token):
            record = self._find(app, token)
            if record is not None:
                return FileSession(
                    record.values,
                    identifier=token,
                    created=record.created,
                    check=self.serializer.check,
                )
        return FileSession({}, check=self.serializer.check)

    @hookimpl
    def save_session(
        self, app: Application, request: Request, session: Session, response: Response
    ) -> None:
        """Keep what changed, and tell the browser the identifier."""
        vary_by_cookie(response)
        if not isinstance(session, FileSession):
            raise TypeError(f"FileSessions keeps what it opened, and not {type(session).__name__}.")
        with reachable():
            if session and self.should_set_cookie(app, session):
                self._keep(app, request, session, response)
            elif session.modified and not session:
                self._forget(app, session)
                self.remove_token(app, request, response)

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report unsafe settings of the cookie, and a folder that others can look into."""
        return [*cookie_findings(app.config), *self.folder(app).findings()]

    def folder(self, app: Application) -> SessionFolder:
        """Give the folder with the sessions of an application."""
        chosen = app.config["SESSION_FILES_FOLDER"]
        return SessionFolder(Path(app.instance_path, "sessions" if chosen is None else chosen))

    def _find(self, app: Application, identifier: str) -> Record | None:
        folder = self.folder(app)
        with reachable():
            content = folder.read(identifier)
        if content is None:
            return None
        record = read_record(self.serializer, content)
        now = int(time.time())
        if record and is_alive(app, used=record.used, created=record.created, now=now):
            return record
        folder.remove(identifier)
        return None

    def _keep(
        self, app: Application, request: Request, session: FileSession, response: Response
    ) -> None:
        folder, now = self.folder(app), int(time.time())
        identifier = session.identifier
        if identifier is not None and not folder.has(identifier):
            return  # Another request ended or rotated it meanwhile: it is not brought back.
        if identifier is None or session.is_rotated:
            identifier = new_identifier()
        record = Record(self.beginning(session, now), now, dict(session))
        content = write_record(self.serializer, record)
        self.write_token(app, request, session, response, identifier, now)
        self._sweep(app, now)
        folder.write(identifier, content, now)
        if session.is_rotated:
            self._forget(app, session)
        session.identifier, session.is_rotated = identifier, False

    def _forget(self, app: Application, session: FileSession) -> None:
        if session.identifier is not None:
            self.folder(app).remove(session.identifier)

    def _sweep(self, app: Application, now: int) -> None:
        if now >= self._next_sweep:
            self._next_sweep = now + _SWEEP_INTERVAL
            self.folder(app).sweep(now - app.permanent_session_lifetime.total_seconds())
