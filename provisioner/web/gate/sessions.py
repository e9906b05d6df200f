"""Sessions on the server: the cookie holds a random id, the table its hash and what belongs to it (ASVS 7.2)."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
import structlog
from flask import Flask, Request, Response
from flask import session as of_this_request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import CallbackDict

from provisioner.database import Database
from provisioner.database.trouble import trouble
from provisioner.settings import Settings
from provisioner.staff.tables import StaffSession

log = structlog.get_logger()
ID_BYTES = 32
TOUCH = timedelta(minutes=1)
PATIENCE_SECONDS = 1.0
"""A page waits no longer than this for the database to note a visit."""
WITHOUT = ("/static/", "/health/")
"""Addresses that know nobody, so that they answer even while the database does not."""


def cookie_name(settings: Settings) -> str:
    """`__Host-desk` over TLS; on plain http here the port tells two desks on one machine apart."""
    if settings.https:
        return "__Host-desk"
    return f"desk-{urlsplit(settings.desk_url).port or 80}"


class DeskSession(CallbackDict[str, Any], SessionMixin):
    """What one browser's session holds; `error` is why it could not be read.

    Roles and the sealed refresh token stand beside the data, in columns of their own: a page that was slow must not
    write back roles that were taken away meanwhile.
    """

    def __init__(
        self,
        data: dict[str, Any] | None = None,
        *,
        key: str = "",
        row: StaffSession | None = None,
        error: Exception | None = None,
    ) -> None:
        def changed(_: object) -> None:
            self.modified = True

        super().__init__(data, changed)
        self.key = key
        self.seen_at = row.last_seen_at if row else None
        self.confirmed_at = row.confirmed_at if row else None
        self.roles: list[str] = list(row.roles) if row else []
        self.refresh_token = row.refresh_token if row else None
        self.stale_keys: list[str] = []
        self.modified = False
        self.error = error

    @property
    def known(self) -> bool:
        """Whether Keycloak has said who this is; for nobody nothing is ever written."""
        return "staff" in self or "id_token" in self

    @property
    def id_hash(self) -> str:
        """The row's key."""
        return _hash(self.key)

    def renew(self) -> None:
        """Go on under a new id, so that an id known before the sign-in is worth nothing after it."""
        if self.key:
            self.stale_keys.append(self.key)
        self.key, self.modified = "", True

    def end(self) -> None:
        """Forget everything; the row goes with the response."""
        self.renew()
        self.clear()
        self.roles, self.refresh_token, self.confirmed_at = [], None, None


class StaffSessions(SessionInterface):
    """Reads and writes sessions; idle and absolute limits are kept here, on the server."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        self._absolute = timedelta(hours=settings.session_absolute_hours)
        self._cookie = cookie_name(settings)
        self._secure = settings.https

    def open_session(self, app: Flask, request: Request) -> DeskSession:  # noqa: ARG002
        """The session the cookie names, or an empty one."""
        key = request.cookies.get(self._cookie, "")
        if not key or request.path.startswith(WITHOUT):
            return DeskSession()
        try:
            with self._database.reading() as session:
                row = session.get(StaffSession, _hash(key))
        except Exception as error:
            # Raised here, outside any view, it would end without a page of ours; the gate raises it again within one.
            return DeskSession(error=error)
        if row is None:
            return DeskSession()
        if self._over(row):
            ended = DeskSession()
            ended.stale_keys, ended.modified = [key], True
            return ended
        return DeskSession(row.data, key=key, row=row)

    def save_session(self, app: Flask, session: SessionMixin | None, response: Response) -> None:  # noqa: ARG002
        """Write what changed; an unchanged session is touched at most once a minute."""
        if not isinstance(session, DeskSession) or session.error:
            return
        try:
            if session.modified:
                self._write(session, response)
            elif session.seen_at and self._clock() - session.seen_at > TOUCH:
                self._touch(session)
        except SQLAlchemyError as error:
            # Whatever the request has committed stands: an answer that said otherwise would be untrue.
            kind = type(getattr(error, "orig", error)).__name__
            log.warning("session:not-saved", error=kind, reason=trouble(error))

    def _over(self, row: StaffSession) -> bool:
        now = self._clock()
        return now - row.last_seen_at > self._idle or now - row.created_at > self._absolute

    def _write(self, session: DeskSession, response: Response) -> None:
        now = self._clock()
        stale = [_hash(key) for key in session.stale_keys]
        if not (stale or session.key or session.known):
            return
        with self._database.transaction(patience=PATIENCE_SECONDS) as db:
            db.execute(sa.delete(StaffSession).where(StaffSession.id_hash.in_(stale)))
            if session and session.key:
                # An UPDATE, never an INSERT: a page that was slow must not bring back a session ended meanwhile.
                db.execute(
                    sa.update(StaffSession)
                    .where(StaffSession.id_hash == session.id_hash)
                    .values(data=dict(session), last_seen_at=now)
                )
            elif session.known:
                session.key = secrets.token_urlsafe(ID_BYTES)
                db.add(_row(session, now))
        self._send_cookie(session, response)

    def _send_cookie(self, session: DeskSession, response: Response) -> None:
        if session.key:
            response.set_cookie(self._cookie, session.key, path="/", secure=self._secure, httponly=True, samesite="Lax")
        else:
            response.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="Lax")

    def _touch(self, session: DeskSession) -> None:
        with self._database.transaction(patience=PATIENCE_SECONDS) as db:
            db.execute(
                sa.update(StaffSession)
                .where(StaffSession.id_hash == session.id_hash)
                .values(last_seen_at=self._clock())
            )


def install(app: Flask, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Keep this application's sessions in the table."""
    app.session_interface = StaffSessions(database, settings, clock)


def desk_session() -> DeskSession:
    """The session of the current request."""
    return cast(DeskSession, of_this_request._get_current_object())  # type: ignore[attr-defined]


def _hash(key: str) -> str:
    """What the table knows a session by."""
    return hashlib.sha256(key.encode()).hexdigest()


def _row(session: DeskSession, now: datetime) -> StaffSession:
    staff = session.get("staff")
    return StaffSession(
        id_hash=session.id_hash,
        staff_id=UUID(staff["id"]) if staff else None,
        keycloak_session=session.get("sid"),
        data=dict(session),
        created_at=now,
        last_seen_at=now,
        roles=session.roles,
        refresh_token=session.refresh_token,
        confirmed_at=now,
    )
