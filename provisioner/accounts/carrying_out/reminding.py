"""Reminding a customer of a temporary password that dies soon; the mail cannot hold it, nobody knows it (R5)."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from provisioner import office, outbox
from provisioner.accounts.carrying_out.telling import Telling
from provisioner.accounts.kinds import REMIND
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.work import Work, read_work
from provisioner.journal import Event
from provisioner.mail import Reminder, reminder
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import Mail, UserMissing

LOOK_AGAIN = timedelta(hours=1)
"""While a new password is on its way."""


class Remind(Telling):
    """Says once for each password that it is still unused and until when it works."""

    kind = REMIND
    told_in = (AccountStatus.NOTIFIED,)

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Mail it in its time, unless the password was used, replaced or died, or people blocked the account."""
        with self.database.reading() as session:
            before, now = office.rules(session).reminder, self.database.now(session)
        told = before is not None and _in_time(work, before, now) and self._unused(work)
        mail = self._send(claim, work) if told else None
        with self.database.transaction() as session:
            now = self.database.now(session)
            self.hands.extend(session, claim, now)
            if mail:
                self._sent(session, claim, work, mail, Event.ACCOUNT_REMINDED, now)
            self._go_on(session, claim, before, now)
        return None

    def written(self, claim: Claim, work: Work, name: str) -> Mail:  # noqa: ARG002
        """Where the password is to be found, and where to get another."""
        if work.notified_at is None or work.password_valid_until is None:
            raise AssertionError("a mailed password has a day and an end")
        told = Reminder(
            work.user.email, work.language, work.user.login, name, work.notified_at, work.password_valid_until,
            work.not_me,
        )  # fmt: skip
        return reminder(told, self.tools.mails.branding, work.wording)

    def _unused(self, work: Work) -> bool:
        """Asked of Keycloak itself: the watch looks only now and then."""
        try:
            pending = self.directory.get(str(work.keycloak_id)).password_pending
        except UserMissing:
            return False  # The watch tells people.
        self.hands.answered(KEYCLOAK)
        return pending

    def _go_on(self, session: Session, claim: Claim, before: timedelta | None, now: datetime) -> None:
        """Wait for the time of the password that lives now, which may be another than the one looked at."""
        now_is = read_work(session, claim.subject_id)
        end = now_is.password_valid_until
        if before is not None and now_is.status is AccountStatus.CREATED:
            outbox.put_off(session, claim, until=now + LOOK_AGAIN)
        elif before and now_is.status is AccountStatus.NOTIFIED and end and end - before > now:
            outbox.put_off(session, claim, until=end - before)
        else:
            outbox.finish(session, claim, now=now)


def _in_time(work: Work, before: timedelta, now: datetime) -> bool:
    end = work.password_valid_until
    return work.status is AccountStatus.NOTIFIED and end is not None and end - before <= now < end
