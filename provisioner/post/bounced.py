"""A letter whose mail came back: noted as a return by what the report says, so that somebody sees to it."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from provisioner.accounts.delivery.marks import sent_by
from provisioner.cases.letters.tables import SentLetter
from provisioner.outside.reports import Arrival, Report
from provisioner.post.errors import Settled
from provisioner.post.kinds import MAIL_LETTER
from provisioner.post.returned import note_bounce


def take(session: Session, report: Report, *, at: datetime) -> bool:
    """Note it; False where the report is about no mail with a letter of ours, and then nothing is changed.

    The same report again, or one about a letter that is noted as returned already, changes nothing either.
    """
    sent = sent_by(session, report.marks)
    one = session.get(SentLetter, sent.account_id) if sent and sent.about == MAIL_LETTER.name else None
    if one is None:
        return False
    if report.arrival is Arrival.CAME_BACK:
        with suppress(Settled):
            note_bounce(session, one, report.code, at=at)
    return True
