"""Telling both mailboxes that data were changed: the present one what, the former one that it was the last mail."""

from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.accounts.carrying_out.telling import Telling
from provisioner.accounts.changing.tables import AccountChange
from provisioner.accounts.changing.words import names
from provisioner.accounts.kinds import TELL_CHANGED, TELL_FORMER
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.work import Work, read_work
from provisioner.mail import AddressChanged, DataChanged, address_changed, data_changed, masked
from provisioner.outbox.claims import Claim
from provisioner.outside.ports import Mail


class TellChange(Telling):
    """About one change; what was changed is true whatever became of the account since."""

    told_in = tuple(AccountStatus)

    def read(self, session: Session, claim: Claim) -> Work:
        """The account with what was approved."""
        return read_work(session, self.account_id(session, claim))

    def account_id(self, session: Session, claim: Claim) -> UUID:
        """Whose data were changed."""
        return session.get_one(AccountChange, claim.subject_id).account_id

    def _change(self, claim: Claim) -> AccountChange:
        with self.database.reading() as session:
            return session.get_one(AccountChange, claim.subject_id)


class TellChanged(TellChange):
    """Says at the present address what was changed."""

    kind = TELL_CHANGED

    def address(self, session: Session, claim: Claim) -> str:
        """The one the change gave."""
        return session.get_one(AccountChange, claim.subject_id).email

    def written(self, claim: Claim, work: Work, name: str) -> Mail:
        """The fields, not what they say."""
        change = self._change(claim)
        fields = names(change.fields, work.language)
        told = DataChanged(change.email, work.language, work.user.login, fields, name, work.not_me)
        return data_changed(told, self.tools.mails.branding, work.wording)


class TellFormer(TellChange):
    """Says at the former address that it is the account's no longer."""

    kind = TELL_FORMER

    def address(self, session: Session, claim: Claim) -> str:
        """The one the change took away."""
        return session.get_one(AccountChange, claim.subject_id).former_email

    def written(self, claim: Claim, work: Work, name: str) -> Mail:
        """As much of the new address as its owner knows again and a stranger cannot use."""
        change = self._change(claim)
        told = AddressChanged(
            change.former_email, work.language, work.user.login, masked(change.email), name, work.not_me
        )
        return address_changed(told, self.tools.mails.branding, work.wording)
