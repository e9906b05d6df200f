"""Asking one customer by mail to accept the Regulamin in force, unless that has been done meanwhile."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.carrying_out import Tools
from provisioner.accounts.carrying_out.telling import Telling
from provisioner.accounts.tables import Account
from provisioner.accounts.work import Work, read_work
from provisioner.declarations.kinds import TELL_REGULAMIN
from provisioner.declarations.outstanding import USED, in_force_since, last_day, unaccepted
from provisioner.declarations.tables import RegulaminCall
from provisioner.forms.tables import FormEdition
from provisioner.mail import NewRegulamin, new_regulamin
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outside.ports import Mail


class TellRegulamin(Telling):
    """Says what is to be accepted, until when and how."""

    kind = TELL_REGULAMIN
    told_in = USED

    def read(self, session: Session, claim: Claim) -> Work:
        """The account that is asked about."""
        return read_work(session, self.account_id(session, claim))

    def account_id(self, session: Session, claim: Claim) -> UUID:
        """Whose customer is asked."""
        return session.get_one(RegulaminCall, claim.subject_id).account_id

    def is_true(self, claim: Claim, work: Work) -> bool:
        """Not once it is accepted."""
        with self.database.reading() as session:
            edition = self._edition(session, claim)
            waits = sa.select(Account.id).where(Account.id == work.account_id, unaccepted(edition.regulamin_version))
            return super().is_true(claim, work) and session.scalar(waits) is not None

    def written(self, claim: Claim, work: Work, name: str) -> Mail:
        """With the day on which the time for it ends."""
        with self.database.reading() as session:
            version = self._edition(session, claim).regulamin_version
            since = in_force_since(session, version)
            until = last_day(session.get_one(RegulaminCall, claim.subject_id).asked_at, office.rules(session))
        told = NewRegulamin(
            work.user.email, work.language, work.user.login, version, since, until, name, work.not_me
        )  # fmt: skip
        return new_regulamin(told, self.tools.mails.branding, work.wording)

    def untold(self, session: Session, claim: Claim) -> None:
        """Nobody was asked, so that somebody may be later."""
        session.execute(sa.delete(RegulaminCall).where(RegulaminCall.id == claim.subject_id))

    def _edition(self, session: Session, claim: Claim) -> FormEdition:
        return session.get_one(FormEdition, session.get_one(RegulaminCall, claim.subject_id).edition_id)


def declaration_handlers(hands: Hands, tools: Tools) -> list[AnyHandler]:
    """What the worker does for declarations."""
    return [TellRegulamin(hands, tools)]
