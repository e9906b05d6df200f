"""Taking over a report: noted once, and where the access mail came back, the account is looked at now (R5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.delivery.marks import Sent, sent_by
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.kinds import NOTIFY, WATCH
from provisioner.accounts.tables import Account
from provisioner.database import insert_or_update
from provisioner.journal import Event
from provisioner.outside.reports import Arrival, Report

EVENTS: Mapping[Arrival, Event] = {
    Arrival.PASSED_ON: Event.ACCOUNT_MAIL_PASSED_ON,
    Arrival.DELAYED: Event.ACCOUNT_MAIL_DELAYED,
    Arrival.DELIVERED: Event.ACCOUNT_MAIL_DELIVERED,
    Arrival.CAME_BACK: Event.ACCOUNT_MAIL_CAME_BACK,
}


class Take(Protocol):
    """Taking over a report that may be about one's own mail."""

    def __call__(self, session: Session, report: Report, *, at: datetime) -> bool:
        """Note what is reported; False where it is about none of them."""


_SURENESS = {arrival.value: number for number, arrival in enumerate(Arrival)}


def take(session: Session, report: Report, *, at: datetime) -> bool:
    """Note what is reported of a mail of ours; False where it is about none, and then nothing is changed.

    The same report again, or one that is less sure than what is known, changes nothing either, so that reports may be
    read twice and in any order. That a password dies is decided by the look, which asks Keycloak first.
    """
    sent = sent_by(session, report.marks)
    if sent is None or session.scalar(sa.select(Account.id).where(Account.id == sent.account_id)) is None:
        return False
    if report.arrival is Arrival.CAME_BACK and sent.about == NOTIFY.name:
        # Tasks before accounts, as the worker does. Whatever is at work on the account has the first word.
        outbox.ensure(session, WATCH, sent.account_id, at)
    if _surer(session, sent, report, at):
        journal.record(
            session, EVENTS[report.arrival], at=at, actor=journal.WORKER, object_type="account",
            object_id=sent.account_id, about=sent.about, code=report.code,
        )  # fmt: skip
    return True


def _surer(session: Session, sent: Sent, report: Report, at: datetime) -> bool:
    """Note it if nothing as sure is known; one statement, so that readers may race."""
    new = insert_or_update(session, MailReport).values(
        account_id=sent.account_id, about=sent.about, generation=sent.generation, task=sent.task,
        arrival=report.arrival, code=report.code, at=at,
    )  # fmt: skip
    known, told = (
        sa.case(_SURENESS, value=sa.type_coerce(one, sa.String)) for one in (MailReport.arrival, new.excluded.arrival)
    )
    noted = session.execute(
        new.on_conflict_do_update(
            index_elements=["account_id", "about", "generation", "task"],
            set_={"arrival": new.excluded.arrival, "code": new.excluded.code, "at": new.excluded.at},
            where=known < told,
        ).returning(MailReport.id)
    )
    return noted.scalar() is not None
