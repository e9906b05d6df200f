"""Telling a customer by mail that the password or the second factor was changed; with the link "it wasn't me" (R6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.carrying_out.telling import Telling
from provisioner.accounts.rules import LIVE
from provisioner.accounts.work import Work
from provisioner.agreement.kinds import TELL_CODES_OFF, TELL_CODES_ON, TELL_PASSWORD
from provisioner.agreement.tables import AccountSeen
from provisioner.mail import SecurityChange, SecurityChanged, security_changed
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next
from provisioner.outside.observation import CODES_OFF, CODES_ON, NEW_PASSWORD
from provisioner.outside.ports import Mail


class TellSecurity(Telling):
    """One mail for what was changed several times before it left: it names the last time."""

    told_in = tuple(LIVE)
    event: ClassVar[str]
    """Keycloak's word for it."""
    what: ClassVar[SecurityChange]
    column: ClassVar[str]
    """Where its newest moment is noted."""

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """With the moment that Keycloak noted, as it is now."""
        with self.database.reading() as session:
            self.at = _noted(session, claim, self.column)
        return super().carry_out(claim, work)

    def is_true(self, claim: Claim, work: Work) -> bool:
        """Not while the account is blocked: its mailbox may be a stranger's."""
        return super().is_true(claim, work) and self.at is not None

    def written(self, claim: Claim, work: Work, name: str) -> Mail:  # noqa: ARG002
        """What was changed, and when."""
        if self.at is None:
            raise AssertionError("what is told has happened")
        told = SecurityChanged(work.user.email, work.language, work.user.login, name, self.what, self.at, work.not_me)
        return security_changed(told, self.tools.mails.branding, work.wording)

    def go_on(self, session: Session, claim: Claim, now: datetime) -> None:
        """What was changed again while the mail left is told too."""
        if _noted(session, claim, self.column) != self.at:
            outbox.put(session, self.kind, claim.subject_id, now)


class TellPassword(TellSecurity):
    """Another password, the first own one too: a stranger who was faster with the access mail shows."""

    kind, event, what, column = TELL_PASSWORD, NEW_PASSWORD, SecurityChange.PASSWORD, "password_at"


class TellCodesOn(TellSecurity):
    """One-time codes are asked for."""

    kind, event, what, column = TELL_CODES_ON, CODES_ON, SecurityChange.CODES_ON, "codes_on_at"


class TellCodesOff(TellSecurity):
    """One-time codes are asked for no more."""

    kind, event, what, column = TELL_CODES_OFF, CODES_OFF, SecurityChange.CODES_OFF, "codes_off_at"


TELLING: tuple[type[TellSecurity], ...] = (TellPassword, TellCodesOn, TellCodesOff)
TOLD: Mapping[str, type[TellSecurity]] = {one.event: one for one in TELLING}


def _noted(session: Session, claim: Claim, column: str) -> datetime | None:
    seen = session.get(AccountSeen, claim.subject_id)
    found: datetime | None = getattr(seen, column) if seen else None
    return found
