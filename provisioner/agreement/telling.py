"""Telling a customer by mail that the password or the second factor was changed; with the link "it wasn't me" (R6)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from provisioner.accounts.carrying_out.telling import Telling
from provisioner.accounts.rules import LIVE
from provisioner.accounts.work import Work
from provisioner.agreement.kinds import TELL_CODES_OFF, TELL_CODES_ON, TELL_PASSWORD
from provisioner.agreement.tables import AccountSeen
from provisioner.mail import SecurityChange, SecurityChanged, security_changed
from provisioner.outbox import Kind
from provisioner.outbox.claims import Claim
from provisioner.outside.observation import CODES_OFF, CODES_ON, NEW_PASSWORD
from provisioner.outside.ports import Mail

TOLD: Mapping[str, tuple[str, Kind]] = {
    NEW_PASSWORD: ("password_at", TELL_PASSWORD),
    CODES_ON: ("codes_on_at", TELL_CODES_ON),
    CODES_OFF: ("codes_off_at", TELL_CODES_OFF),
}
"""For each of Keycloak's words: where its newest moment is noted, and the work that tells of it."""
CHANGES: Mapping[Kind, SecurityChange] = {
    TELL_PASSWORD: SecurityChange.PASSWORD,
    TELL_CODES_ON: SecurityChange.CODES_ON,
    TELL_CODES_OFF: SecurityChange.CODES_OFF,
}
COLUMNS = {kind: column for column, kind in TOLD.values()}


class TellSecurity(Telling):
    """One mail for what was changed several times before it left: it names the last time."""

    told_in = tuple(LIVE)

    def is_true(self, claim: Claim, work: Work) -> bool:
        """Not while the account is blocked: its mailbox may be a stranger's."""
        return super().is_true(claim, work) and self._at(claim) is not None

    def written(self, claim: Claim, work: Work, name: str) -> Mail:
        """With the moment that Keycloak noted."""
        at = self._at(claim)
        if at is None:
            raise AssertionError("what is told has happened")
        told = SecurityChanged(
            work.user.email, work.language, work.user.login, name, CHANGES[self.kind], at, work.not_me
        )
        return security_changed(told, self.tools.mails.branding)

    def _at(self, claim: Claim) -> datetime | None:
        with self.database.reading() as session:
            return _noted(session, claim, COLUMNS[self.kind])


class TellPassword(TellSecurity):
    """Another password, the first own one too: a stranger who was faster with the access mail shows."""

    kind = TELL_PASSWORD


class TellCodesOn(TellSecurity):
    """One-time codes are asked for."""

    kind = TELL_CODES_ON


class TellCodesOff(TellSecurity):
    """One-time codes are asked for no more."""

    kind = TELL_CODES_OFF


def _noted(session: Session, claim: Claim, column: str) -> datetime | None:
    seen = session.get(AccountSeen, claim.subject_id)
    found: datetime | None = getattr(seen, column) if seen else None
    return found
