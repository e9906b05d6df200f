"""Every door of a case locks it before it writes anything, so that two doors at once never wait for each other."""

from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications
from provisioner.cases.errands.answering import answer
from provisioner.cases.errands.giving import Errand, put
from provisioner.cases.errands.listing import asked_of
from provisioner.cases.errands.tables import ErrandKind
from provisioner.cases.taking.coming import skip
from provisioner.cases.taking.holding import take
from provisioner.cases.taking.tables import SkipReason
from provisioner.database import Database
from provisioner.staff.tables import StaffMember
from tests.colleagues import colleague
from tests.factories import NOW, TODAY
from tests.usecases.test_races import correct, record, refuse, send_back, withdraw
from tests.web.test_statements import counted

Door = Callable[[Session, UUID, StaffMember], object]
LOCK = "SELECT paper_case.id \nFROM paper_case"
RECEIVER = "Celina Mak"
WRITING = ("INSERT", "UPDATE", "DELETE")


def approve(session: Session, case: UUID, by: StaffMember) -> object:
    return applications.approve(session, case, revision=1, by=by, at=NOW)


def put_aside(session: Session, case: UUID, by: StaffMember) -> object:
    return skip(session, case, SkipReason.ASK, by=by, at=NOW)


def hand(session: Session, case: UUID, by: StaffMember) -> object:
    [to] = session.scalars(sa.select(StaffMember.id).where(StaffMember.name == RECEIVER))
    return put(session, case, Errand(ErrandKind.HANDED, to, "Proszę."), by=by, at=NOW)


def reply(session: Session, case: UUID, by: StaffMember) -> None:
    keys = [one.key for one in asked_of(session, case, by=by.id, today=TODAY)]
    answer(session, case, "Tak.", to=keys, by=by, at=NOW)


@pytest.mark.parametrize("door", [approve, refuse, withdraw, send_back, correct, put_aside, hand, reply])
def test_the_case_is_locked_before_anything_is_written(database: Database, door: Door) -> None:
    case = record(database)
    with database.transaction() as session:
        by, asker = colleague(session, "Barbara Lis"), colleague(session, "Ewa Zając")
        put(session, case, Errand(ErrandKind.ASKED, by.id, "Był?"), by=asker, at=NOW)
        take(session, case, by=by.id, at=NOW)
        colleague(session, RECEIVER)
        who = by.id
    with counted(database) as sent, database.transaction() as session:
        door(session, case, session.get_one(StaffMember, who))
    written = next(place for place, statement in enumerate(sent) if statement.startswith(WRITING))
    assert any(statement.startswith(LOCK) for statement in sent[:written]), sent[: written + 1]
