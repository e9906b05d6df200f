"""One application recorded twice: the second case is withdrawn, each leads to the other, one of them always stays."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, privacy
from provisioner.applications import NotTheSame, withdraw_as_same
from provisioner.applications.alike import Twin, alike
from provisioner.applications.tables import Application, Duplicate
from provisioner.applications.undo import UndoTooLate
from provisioner.cases import FasterColleague
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.journal import WORKER, Event
from provisioner.journal.tables import AuditEntry
from provisioner.logins.tables import Login
from provisioner.privacy import Ground
from tests.factories import NOW, member, recorded
from tests.privacy.desk import erasing
from tests.together import errors, together

REASON = "Ten sam wniosek."


def two(database: Database) -> tuple[UUID, UUID]:
    with database.transaction() as session:
        member(session, "Barbara Lis")
        return recorded(session).id, recorded(session).id


def same(database: Database, case: UUID, other: UUID, revision: int = 1) -> Application:
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
        return withdraw_as_same(session, case, other, revision=revision, reason=REASON, by=by, at=NOW)


def told(database: Database) -> list[tuple[Event, str]]:
    with database.reading() as session:
        lines = session.execute(sa.select(AuditEntry.event, AuditEntry.details).order_by(AuditEntry.seq))
        return [(event, details.get("same_as", "")) for event, details in lines]


def said_the_same(session: Session, case_id: UUID) -> list[Twin]:
    return list(alike(session, session.get_one(Application, case_id)).twins)


def test_the_second_is_withdrawn_and_both_lead_to_each_other(database: Database) -> None:
    first, second = two(database)
    assert same(database, second, first).status is CaseStatus.WITHDRAWN
    with database.reading() as session:
        assert said_the_same(session, first) == [Twin(second, "2026/000002", kept=False)]
        assert said_the_same(session, second) == [Twin(first, "2026/000001", kept=True)]
        assert session.get_one(Application, first).status is CaseStatus.RECORDED
        assert session.scalars(sa.select(Login).where(Login.case_id == second)).all() == []
    assert told(database)[2:] == [
        (Event.APPLICATION_WITHDRAWN, ""),
        (Event.DUPLICATE_WITHDRAWN, "2026/000001"),
        (Event.DUPLICATE_FOUND, "2026/000002"),
    ]


def test_no_case_is_the_same_as_itself_a_withdrawn_or_an_unknown_one(database: Database) -> None:
    first, second = two(database)
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
        applications.withdraw(session, second, revision=1, reason="pomyłka", by=by, at=NOW)
    for other in (first, second, uuid4()):
        with pytest.raises(NotTheSame):
            same(database, first, other)
    assert len(told(database)) == 3


def test_a_case_that_changed_meanwhile_is_left_alone(database: Database) -> None:
    first, second = two(database)
    with pytest.raises(FasterColleague):
        same(database, second, first, revision=2)
    with database.reading() as session:
        assert session.scalars(sa.select(Duplicate)).all() == []


@pytest.mark.sweep
def test_of_two_said_to_be_each_other_at_once_one_stays(database: Database) -> None:
    first, second = two(database)
    pairs = [(first, second), (second, first)] * 4
    outcomes = together(*(lambda pair=pair: same(database, *pair) for pair in pairs))
    assert len(errors(outcomes)) == len(pairs) - 1
    assert set(errors(outcomes)) <= {NotTheSame, FasterColleague}
    with database.reading() as session:
        states = session.scalars(sa.select(Application.status))
        assert sorted(states) == [CaseStatus.RECORDED, CaseStatus.WITHDRAWN]


def test_the_link_goes_with_whichever_is_erased(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with erasing(database_url, tmp_path_factory.mktemp("erasing")) as database:
        first, second = two(database)
        same(database, second, first)
        with database.transaction() as session:
            privacy.erase(session, second, Ground.WITHDRAWN, at=NOW, actor=WORKER)
        with database.reading() as session:
            assert said_the_same(session, first) == []
            assert session.get_one(Application, first).status is CaseStatus.RECORDED


def undo(database: Database, case: UUID) -> Application:
    with database.transaction() as session:
        by = member(session, "Anna Nowak")
        return applications.undo(session, case, reason="pomyłka", by=by, at=NOW)


def test_what_stands_for_another_is_not_taken_back_by_whoever_recorded_it(database: Database) -> None:
    first, second = two(database)
    same(database, second, first)
    with pytest.raises(UndoTooLate):
        undo(database, first)
    with database.reading() as session:
        assert session.get_one(Application, first).status is CaseStatus.RECORDED


@pytest.mark.sweep
def test_of_an_undo_and_a_withdrawal_as_the_same_one_case_stays(database: Database) -> None:
    first, second = two(database)
    failed = errors(list(together(lambda: undo(database, first), lambda: same(database, second, first))))
    assert failed in ([UndoTooLate], [NotTheSame])
    with database.reading() as session:
        statuses = sorted(session.scalars(sa.select(Application.status)))
    assert statuses == [CaseStatus.RECORDED, CaseStatus.WITHDRAWN]
