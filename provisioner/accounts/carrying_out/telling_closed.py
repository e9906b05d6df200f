"""Telling customers that their account is closed and until when that can be taken back; then that it is deleted."""

from datetime import timedelta

from provisioner import office
from provisioner.accounts.carrying_out.telling import Telling
from provisioner.accounts.closing.outcomes import standing
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.accounts.kinds import TELL_CLOSED, TELL_CLOSING
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.work import Work
from provisioner.mail import Closed, closed
from provisioner.office.time import office_date
from provisioner.outbox.claims import Claim
from provisioner.outside.ports import Mail


class TellClosing(Telling):
    """Says that nobody can log in, and until when the resignation can be withdrawn."""

    kind = TELL_CLOSING
    told_in = (AccountStatus.CLOSING,)

    def written(self, claim: Claim, work: Work, name: str) -> Mail:  # noqa: ARG002
        """With the ground in the customer's words."""
        closing, ground = self._closing(work)
        if closing.shut_at is None or closing.remove_at is None:
            raise AssertionError("an account that is shut has a day of its deletion")
        told = Closed(
            work.user.email, work.language, work.user.login, office_date(closing.shut_at),
            office_date(closing.remove_at - timedelta(seconds=1)), ground, name, work.not_me,
        )  # fmt: skip
        return closed(told, self.tools.mails.branding, work.wording)

    def _closing(self, work: Work) -> tuple[AccountClosing, str]:
        with self.database.reading() as session:
            closing = standing(session, work.account_id)
            ground = office.rules(session).ground(closing.ground)
            return closing, ground.name(work.language) if ground else ""


class TellClosed(TellClosing):
    """Says that the account is deleted."""

    kind = TELL_CLOSED
    told_in = (AccountStatus.CLOSED,)

    def written(self, claim: Claim, work: Work, name: str) -> Mail:  # noqa: ARG002
        """The confirmation."""
        closing, ground = self._closing(work)
        if closing.shut_at is None:
            raise AssertionError("what is deleted was shut before")
        shut_on = office_date(closing.shut_at)
        told = Closed(work.user.email, work.language, work.user.login, shut_on, None, ground, name, work.not_me)
        return closed(told, self.tools.mails.branding, work.wording)
