"""What is refused, withdrawn, abandoned or ended is erased in its time; number, dates, ground and who acted stay."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from provisioner import applications, privacy
from provisioner.accounts.tables import Account
from provisioner.applications.search import search
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.erased import ErasedObject, Erasure
from provisioner.cases.finding.tables import CaseWord, Spelling
from provisioner.cases.finding.words import begins_with
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.journal.proof import prove
from provisioner.journal.tables import AuditEntry, AuditValue
from provisioner.journal.verify import verify
from provisioner.logins.register import next_free
from provisioner.logins.tables import Login
from provisioner.outbox.tables import Task
from provisioner.privacy import Ground, NotDue
from provisioner.privacy.remembered import NoList
from tests.databases import everything
from tests.factories import NOW, approved, member, recorded
from tests.journal.checker import check
from tests.journal.desk import keeper
from tests.mandated import REVOKED, acting, extend, revoke
from tests.privacy.desk import CLERK, LATER, close, ended, erasing, refused, said_anywhere
from tests.usecases.test_races import correct


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database of a process that may erase, on both kinds."""
    with erasing(database_url, tmp_path) as database:
        yield database


def night(database: Database, now: datetime, most: int = 25) -> int:
    with database.transaction() as session:
        return privacy.erase_due(session, now, most)


def test_of_a_refused_application_nothing_names_the_customer_any_more(desk: Database) -> None:
    with desk.transaction() as session:
        refused(session)
    assert said_anywhere(desk), "the test would see nothing"
    assert night(desk, LATER) == 1
    assert said_anywhere(desk) == []
    with desk.reading() as session:
        noted = session.scalars(sa.select(Erasure)).one()
        assert (noted.number, noted.status, noted.ground, noted.erased_at) == (
            "2026/000001",
            "refused",
            "refused",
            LATER,
        )
        assert noted.decided_by == member_id(desk, "Barbara Lis")
        assert [line.event for line in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq))][-1] == (
            "application:erased"
        )


def member_id(database: Database, name: str) -> object:
    with database.transaction() as session:
        return member(session, name).id


def test_an_ended_account_goes_with_its_application_corrections_and_all(desk: Database) -> None:
    with desk.transaction() as session:
        application = recorded(session)
        correct(session, application.id, member(session, CLERK))
        account = applications.approve(session, application.id, revision=2, by=member(session, "Barbara Lis"), at=NOW)
        session.execute(sa.update(Account).values(status="closed"))
        session.execute(sa.update(Task).values(done_at=NOW))
    assert night(desk, LATER) == 1
    assert said_anywhere(desk) == []
    with desk.reading() as session:
        for table in (Account, Task, AuditValue):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table
        assert session.scalars(sa.select(Erasure.account)).all() == ["closed"]
        assert set(session.scalars(sa.select(ErasedObject.object_id))) == {str(account.id), str(application.id)}


def test_whoever_acted_for_the_customer_goes_with_the_case(desk: Database) -> None:
    with desk.transaction() as session:
        account = acting(session)
        extend(session, account, None)
        revoke(session, account)
        close(session)
    marks = ("anna lis", REVOKED.casefold())
    assert {one.split(":")[0] for one in said_anywhere(desk, marks)} == {
        "application.attorney_name", "mandate.name", "mandate.ended_reason", "account_block.reason",
        "audit_value.after",
    }  # fmt: skip
    assert night(desk, LATER) == 1
    assert (said_anywhere(desk, marks), said_anywhere(desk)) == ([], [])


@pytest.mark.parametrize("kind", ["recorded", "live", "fresh", "at work", "incomplete"])
def test_what_still_runs_or_is_fresh_is_left_alone(desk: Database, kind: str) -> None:
    with desk.transaction() as session:
        if kind == "recorded":
            recorded(session)
        elif kind == "live":
            approved(session)
            session.execute(sa.update(Task).values(done_at=NOW))
        elif kind == "fresh":
            refused(session, at=LATER - timedelta(days=89))
        elif kind == "incomplete":
            case = recorded(session).id
            decide.return_incomplete(
                session, Application, case, revision=1, missing="podpis", by=member(session, CLERK), at=NOW
            )
        else:
            ended(session)
            session.execute(sa.update(Task).values(done_at=None))
    assert night(desk, LATER) == 0
    with desk.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Application)) == 1


def test_an_application_that_nobody_completed_for_a_year_is_erased(desk: Database) -> None:
    with desk.transaction() as session:
        case = recorded(session).id
        decide.return_incomplete(
            session, Application, case, revision=1, missing="podpis", by=member(session, CLERK), at=NOW
        )
    assert night(desk, NOW + timedelta(days=364)) == 0
    assert night(desk, NOW + timedelta(days=366)) == 1
    assert said_anywhere(desk) == []


def test_many_are_erased_batch_by_batch(desk: Database) -> None:
    with desk.transaction() as session:
        for number in range(5):
            refused(session, customer_number=f"20000{number}")
    assert [night(desk, LATER, most=2) for _ in range(3)] == [2, 2, 1]


def test_the_journal_stays_whole_and_a_proof_of_the_erased_case_still_checks(desk: Database) -> None:
    with desk.transaction() as session:
        case = refused(session)
    night(desk, LATER)
    with desk.reading() as session:
        report = verify(session, keeper())
        assert (report.found, report.faults) == (0, [])
        proof = prove(session, keeper(), "2026/000001", [("application", str(case))], at=LATER)
    assert not any(mark.encode() in proof.lower() for mark in ("104233", "jozef"))
    assert check(proof, keeper().public_key)


def test_the_login_of_an_erased_customer_is_given_to_nobody_and_read_by_nobody(desk: Database) -> None:
    with desk.transaction() as session:
        ended(session)
    night(desk, LATER)
    with desk.reading() as session:
        (kept,) = session.scalars(sa.select(Login.login))
        assert kept.startswith("#")
        assert "104233" not in kept
        assert next_free(session, "104233") == "104233_2"
    with desk.transaction() as session:
        assert recorded(session, customer_number="104233").reserved_login == "104233_2"


def test_an_erased_case_is_not_found_by_its_words(desk: Database) -> None:
    with desk.transaction() as session:
        refused(session)
    night(desk, LATER)
    with desk.reading() as session:
        assert session.scalars(sa.select(CaseWord.word).where(begins_with("zolk"))).all() == []
        for asked in ("zolkiewski", "zolkeiwski", "104233", "601 234 567", "jozef@example.com", "polna 7"):
            hits = search(session, asked)
            assert (hits.found, hits.similar, hits.erased) == ([], [], []), asked
        assert [one.number for one in search(session, "2026/1").erased] == ["2026/000001"]
        assert session.scalars(sa.select(Spelling.word)).all() == []


def test_a_name_that_another_case_has_can_still_be_mistyped_once_the_first_is_erased(desk: Database) -> None:
    with desk.transaction() as session:
        refused(session)
        recorded(session, last_name="Żółkiewska")
    night(desk, LATER)
    with desk.reading() as session:
        assert set(session.scalars(sa.select(Spelling.word))) == {"zolkiewska", "jozef", "polna", "kartuzy"}
        assert [one.number for one in search(session, "jozfe").similar] == ["2026/000002"]


def test_the_same_customer_s_other_case_stays(desk: Database) -> None:
    with desk.transaction() as session:
        refused(session)
        other = recorded(session).id
    night(desk, LATER)
    with desk.reading() as session:
        assert session.get_one(Application, other).email == "jozef@example.com"


def test_what_changed_after_it_was_listed_is_not_erased(desk: Database) -> None:
    with desk.transaction() as session:
        account = ended(session)
    with desk.transaction() as session, pytest.raises(NotDue):
        privacy.erase(session, account.case_id, Ground.ENDED, at=LATER, actor="worker", since=NOW - timedelta(days=1))


def test_nothing_is_erased_where_it_could_not_be_remembered(database: Database) -> None:
    with database.transaction() as session, pytest.raises(NoList):
        privacy.erase_due(session, LATER, 25)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM paper_case", "DELETE FROM application", "DELETE FROM account", "DELETE FROM audit_value",
        "DELETE FROM clause_answer",
    ],
)  # fmt: skip
def test_nobody_erases_round_the_door(desk: Database, statement: str) -> None:
    with desk.transaction() as session:
        application = recorded(session)
        correct(session, application.id, member(session, CLERK))
        applications.approve(session, application.id, revision=2, by=member(session, "Barbara Lis"), at=NOW)
    with pytest.raises(DatabaseError, match=r"erased_by_the_door|fixes its answers"), desk.transaction() as session:
        session.execute(sa.text(statement))


@pytest.mark.parametrize(
    "statement", ["DELETE FROM erasure", "UPDATE erasure SET ground = 'x'", "DELETE FROM erased_object"]
)
def test_what_was_erased_stays_noted(desk: Database, statement: str) -> None:
    with desk.transaction() as session:
        refused(session)
    night(desk, LATER)
    with pytest.raises(DatabaseError, match="stays noted"), everything(desk).begin() as connection:
        connection.execute(sa.text(statement))


def test_the_database_refuses_to_erase_what_still_runs(desk: Database) -> None:
    with desk.transaction() as session:
        case = session.execute(sa.select(Case.__table__).where(Case.__table__.c.id == recorded(session).id)).one()
        note = Erasure(
            case_id=case.id, number=case.number, purpose=case.purpose, status=case.status, channel=case.channel,
            received_on=case.received_on, recorded_at=case.recorded_at, recorded_by=case.recorded_by, account="",
            ground="refused", erased_at=NOW, erased_by="worker",
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="closed_before_erased"), desk.transaction() as session:
        session.add(note)
