"""Whoever is out in Keycloak is out of the desk: the realm is asked once a minute of use, and before every decision."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from provisioner import staff
from provisioner.database import Database
from provisioner.staff import rechecks
from provisioner.staff.tables import StaffSession
from provisioner.web.gate.seal import Seal
from provisioner.web.gate.sessions import PATIENCE_SECONDS, DeskSession
from provisioner.web.gate.staff_realm import KeycloakSilent, StaffGone, StaffRealm

log = structlog.get_logger()
EVERY = timedelta(minutes=1)
REST = timedelta(seconds=10)
"""After a silence of Keycloak reading pages ask no more for this long, so that they do not wait for it one by one."""
WAIT_SECONDS = 8.0
LOOK_SECONDS = 0.1
KEY = "recheck"


class Unconfirmed(Exception):
    """A decision has to wait: it could not be found out who may still decide. `why` is the cause."""

    def __init__(self, why: KeycloakSilent | OperationalError) -> None:
        super().__init__(type(why).__name__)
        self.why = why


class Recheck:
    """Asks the realm about sessions; each answer replaces the roles, and ends the session of whoever is out."""

    def __init__(self, database: Database, realm: StaffRealm, seal: Seal, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._realm = realm
        self._seal = seal
        self._clock = clock
        self._silent_at: datetime | None = None

    def vouch(self, session: DeskSession, roles: tuple[str, ...], refresh_token: str) -> None:
        """Remember in a new session what the realm has just said."""
        session.roles, session.refresh_token = list(roles), self._seal.close(refresh_token)

    def ask(self, session: DeskSession, *, deciding: bool) -> None:
        """Ask if it is time to, or for a decision in any case; afterwards the session has ended or has today's roles.

        Raises Unconfirmed for a decision that has to wait; everything else goes on with the roles known before.
        """
        if not deciding and not self._due(session):
            return
        try:
            found_out = self._find_out(session, deciding=deciding)
        except OperationalError as error:
            if deciding:
                raise Unconfirmed(error) from None
            log.warning("session:not-rechecked", error=type(error.orig).__name__)
            return
        if deciding and not found_out:
            raise Unconfirmed(KeycloakSilent())

    def revoke(self, session: DeskSession) -> None:
        """Tell the realm that the desk asks no more, as far as it listens."""
        token = self._seal.open(session.refresh_token or "")
        if token is None:
            return
        try:
            self._realm.revoke(token)
        except KeycloakSilent as error:
            log.warning("staff:not-revoked", reason=str(error))

    def _due(self, session: DeskSession) -> bool:
        now = self._clock()
        recent = session.confirmed_at is not None and now - session.confirmed_at < EVERY
        return not recent and not self._resting(now)

    def _resting(self, now: datetime) -> bool:
        return self._silent_at is not None and now - self._silent_at < REST

    def _find_out(self, session: DeskSession, *, deciding: bool) -> bool:
        """Ask, or wait for the request that is asking now and take its answer if that is new enough.

        False when nobody could be asked in time.
        """
        since = self._clock() - (timedelta(0) if deciding else EVERY)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and (deciding or not self._resting(self._clock())):
            asked_at = self._clock()
            with self._database.transaction(None if deciding else PATIENCE_SECONDS) as db:
                sealed = rechecks.begin(db, session.id_hash, since=since, at=asked_at)
            if sealed is not None:
                return self._answered(session, asked_at, sealed)
            with self._database.reading() as db:
                row = db.get(StaffSession, session.id_hash)
            if row is None:
                session.end()
                return True
            if row.confirmed_at > since:
                session.roles, session.confirmed_at = list(row.roles), row.confirmed_at
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def _answered(self, session: DeskSession, asked_at: datetime, sealed: str) -> bool:
        token = self._seal.open(sealed)
        try:
            if token is None:
                raise StaffGone("no token that can be read")
            standing = self._realm.renew(token, session.get("subject", ""))
        except StaffGone as error:
            self._end(session, str(error))
            return True
        except KeycloakSilent as error:
            log.warning("staff:recheck-waits", reason=str(error))
            self._silent_at = asked_at
            with self._database.transaction(PATIENCE_SECONDS) as db:
                rechecks.give_back(db, session.id_hash, asked_at=asked_at)
            return False
        self._silent_at = None
        session.roles, session.confirmed_at, session.seen_at = list(standing.roles), asked_at, asked_at
        self._keep(session, asked_at, self._seal.close(standing.refresh_token))
        return True

    def _keep(self, session: DeskSession, asked_at: datetime, sealed: str) -> None:
        try:
            with self._database.transaction() as db:
                there = rechecks.confirm(
                    db, session.id_hash, asked_at=asked_at, roles=session.roles, refresh_token=sealed, at=self._clock()
                )
        except OperationalError as error:
            # Keycloak has said yes; only the next question will find a token that is used up, and ask to sign in.
            log.warning("session:token-lost", error=type(error.orig).__name__)
            return
        if not there:
            # Logged out by Keycloak itself while it was being asked.
            session.end()

    def _end(self, session: DeskSession, reason: str) -> None:
        log.warning("staff:out", reason=reason)
        id_hash = session.id_hash
        session.end()
        try:
            with self._database.transaction() as db:
                staff.end_sessions(db, StaffSession.id_hash == id_hash, at=self._clock())
        except OperationalError as error:
            # Out all the same: the row goes with the response, or is found to be out the next time.
            log.warning("staff:out", journal="not written", error=type(error.orig).__name__)


def install(app: Flask, recheck: Recheck) -> None:
    """Let this application ask."""
    app.extensions[KEY] = recheck


def recheck() -> Recheck:
    """The rechecks of the application that serves the current request."""
    found: Recheck = current_app.extensions[KEY]
    return found
