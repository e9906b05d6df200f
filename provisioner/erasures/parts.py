"""What the office has of the person who asks, case by case: to be erased, or held back by an exception."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.erased import Erasure
from provisioner.cases.grounds import HoldGround
from provisioner.cases.holds.holding import held_back
from provisioner.cases.holds.tables import CaseHold
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.erasures.person import ACCOUNTS, same_person
from provisioner.erasures.tables import ErasurePart, ErasureRequest


@dataclass(frozen=True)
class Kept:
    """By which exception a case is kept, why and until when."""

    ground: HoldGround
    reason: str
    until: date


@dataclass(frozen=True)
class Part:
    """One case of this customer number, with its account and its hold; not `same` where it bears another name."""

    case_id: UUID
    number: str
    received_on: date
    status: CaseStatus
    account: AccountStatus | None
    kept: Kept | None
    same: bool


def parts(session: Session, request: ErasureRequest) -> Sequence[Part]:
    """Every case on which data of this customer number hang, in the order of their numbers; one statement."""
    case, account, hold = Case.__table__, Account.__table__, CaseHold.__table__
    same = same_person(case, request.customer_number, request.name_key)
    rows = session.execute(
        sa.select(
            case.c.id, case.c.number, case.c.received_on, case.c.status, account.c.status.label("account"),
            hold.c.ground, hold.c.reason, hold.c.until, same.label("same"),
        )
        .select_from(case)
        .outerjoin(account, account.c.case_id == case.c.id)
        .outerjoin(hold, sa.and_(hold.c.case_id == case.c.id, hold.c.ended_at.is_(None)))
        .where(case.c.customer_number == request.customer_number, case.c.purpose == ACCOUNTS)
        .order_by(case.c.number)
    )  # fmt: skip
    return [
        Part(
            row.id, row.number, row.received_on, row.status, row.account,
            Kept(row.ground, row.reason, row.until) if row.ground else None, bool(row.same),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Answered:
    """What was decided of one case, whether it is done, and whether a hold put there since keeps it from being done."""

    part: ErasurePart
    erased: bool
    held: bool


def answered(session: Session, request: ErasureRequest) -> Sequence[Answered]:
    """What an approval decided, and what of it is erased by now; one statement."""
    held = held_back(ErasurePart.case_id)
    rows = session.execute(
        sa.select(ErasurePart, Erasure.case_id.is_not(None), held)
        .outerjoin(Erasure, Erasure.case_id == ErasurePart.case_id)
        .where(ErasurePart.request_id == request.id)
        .order_by(ErasurePart.number)
    )
    return [Answered(part, bool(erased), bool(stands)) for part, erased, stands in rows]


def done(found: Sequence[Answered]) -> bool:
    """Whether all that was to be erased is."""
    return all(one.erased or one.part.kept_ground for one in found)
