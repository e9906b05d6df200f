"""Having the letter of a case mailed; the worker sends it."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.cases.letters.rules import MailState, Way
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.locking import lock_cases
from provisioner.cases.moves import write_line
from provisioner.cases.tables import Case
from provisioner.journal import Event
from provisioner.post.address import proved, to_compare
from provisioner.post.errors import LetterUnderWay, NoAddress, NotCompared, NothingOwed
from provisioner.post.kinds import MAIL_LETTER
from provisioner.post.sheets import sheets
from provisioner.settings.branding import Branding
from provisioner.staff.tables import StaffMember


def mail(session: Session, case_id: UUID, branding: Branding, *, compared: bool, by: StaffMember, at: datetime) -> None:
    """Have it mailed as it stands now; `compared` says that the address is the one from which the paper came.

    Raises NothingOwed, NoAddress, NotCompared, LetterUnderWay.
    """
    lock_cases(session, [case_id])
    found = sheets(session, [case_id], branding)
    if not found:
        raise NothingOwed
    one, owner = found[0], session.get_one(Case, case_id)
    if not proved(session, owner):
        raise NoAddress
    if to_compare(owner) and not compared:
        raise NotCompared
    this = (SentLetter.case_id == case_id, SentLetter.kind == one.kind, SentLetter.revision == one.revision)
    gone = SentLetter.mail.in_((MailState.WAITING, MailState.ACCEPTED))
    if session.scalar(sa.select(SentLetter.id).where(*this, gone)) is not None:
        raise LetterUnderWay
    sent = SentLetter(
        id=uuid4(), case_id=case_id, kind=one.kind, revision=one.revision, copy=one.copy, way=Way.MAILED,
        mail=MailState.WAITING, sent_at=at, sent_by=by.id,
    )  # fmt: skip
    session.add(sent)
    outbox.put(session, MAIL_LETTER, sent.id, at)
    write_line(session, Event.LETTER_MAIL_ASKED, owner, by=by, at=at, letter=one.kind)
