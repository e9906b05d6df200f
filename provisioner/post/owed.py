"""Which letters cases owe that have not left yet, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.cases.erased import Erasure
from provisioner.cases.letters.rules import DECLARATION, ERASURE, RESIGNATION, LetterKind, MailState, kind_of
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.erasures.tables import ErasurePart, ErasureRequest
from provisioner.office import OfficeRules
from provisioner.office.grounds import Asker
from provisioner.resignations.tables import Resignation

AT_ONCE = 200
"""So many are shown, and printed, at a time."""
CASE, SENT = Case.__table__.c, SentLetter.__table__.c
REQUEST, RESIGNED = ErasureRequest.__table__.c, Resignation.__table__.c
DECIDED = CASE.status.in_((CaseStatus.INCOMPLETE, CaseStatus.REFUSED))
APPROVED = CASE.status == CaseStatus.APPROVED


@dataclass(frozen=True)
class Owed:
    """A letter that has still to leave: of which case, decided when."""

    case_id: UUID
    number: str
    customer: str
    kind: LetterKind
    decided_at: datetime | None


def owed(session: Session, most: int | None = AT_ONCE) -> Sequence[Owed]:
    """The letters that have not left, all if `most` is None; one statement. `sheets` says it of each case, slowly."""
    gone = sa.and_(
        SENT.case_id == CASE.id,
        sa.or_(SENT.mail.is_(None), SENT.mail != MailState.REFUSED),
        # More time for an answer is told once, whatever is corrected on the request afterwards.
        sa.or_(
            SENT.revision == CASE.revision,
            sa.and_(CASE.status == CaseStatus.RECORDED, SENT.kind == LetterKind.ERASURE_DELAY),
        ),
    )
    rows = session.execute(
        sa.select(CASE.id, CASE.number, CASE.display_name, CASE.purpose, CASE.status, CASE.decided_at)
        .where(_owes(office.rules(session)), ~sa.exists().where(gone))
        .order_by(CASE.decided_at, CASE.number)
        .limit(most)
    )
    return [
        Owed(row.id, row.number, row.display_name, kind_of(row.purpose, row.status), row.decided_at) for row in rows
    ]


def _owes(rules: OfficeRules) -> sa.ColumnElement[bool]:
    """What the purposes' `letter` asks of a case, as a part of a query."""
    return sa.or_(
        sa.and_(CASE.purpose.not_in((RESIGNATION, ERASURE)), DECIDED),
        sa.and_(CASE.purpose == DECLARATION, APPROVED),
        sa.and_(CASE.purpose == RESIGNATION, _ended(rules)),
        sa.and_(CASE.purpose == ERASURE, _answered()),
    )


def _ended(rules: OfficeRules) -> sa.ColumnElement[bool]:
    """Somebody has asked and is answered; of an end is told by the ground, too."""
    untold = [ground.code for ground in rules.deletion_grounds if not ground.told]
    asked = sa.exists().where(RESIGNED.id == CASE.id, RESIGNED.asked_by != Asker.OFFICE)
    told = sa.exists().where(RESIGNED.id == CASE.id, RESIGNED.ground.not_in(untold))
    shut = sa.exists().where(
        AccountClosing.case_id == CASE.id, AccountClosing.shut_at.is_not(None), AccountClosing.withdrawn_at.is_(None)
    )
    return sa.or_(sa.and_(DECIDED, asked), sa.and_(APPROVED, shut, sa.or_(asked, told)))


def _answered() -> sa.ColumnElement[bool]:
    part = ErasurePart.__table__.c
    left = sa.exists().where(
        part.request_id == CASE.id, part.kept_ground.is_(None), ~sa.exists().where(Erasure.case_id == part.case_id)
    )
    extended = sa.exists().where(REQUEST.id == CASE.id, REQUEST.extended_on.is_not(None))
    return sa.or_(DECIDED, sa.and_(APPROVED, ~left), sa.and_(CASE.status == CaseStatus.RECORDED, extended))
