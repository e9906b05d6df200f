"""An approver decides (R2, R4, P6, P7); what the database refuses by itself is tried in `tests/promises`."""

import threading
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import applications, forms, office
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.rules import FormHindrance
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, NotApprovable, OwnEntry, ReasonMissing, decide
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.logins.tables import Login
from provisioner.outbox.tables import Task
from tests.factories import NOW, TODAY, member, recorded
from tests.web.test_statements import counted

MOST_STATEMENTS = {"sqlite": 21, "postgresql": 24}
"""Three of them lock rows and nothing else: on SQLite nobody else can write since the transaction began."""


def approve(database: Database, application_id: UUID, by: str = "Barbara Lis", revision: int = 1) -> Account:
    with database.transaction() as session:
        return applications.approve(session, application_id, revision=revision, by=member(session, by), at=NOW)


def record(database: Database, **changed: Any) -> Application:
    with database.transaction() as session:
        return recorded(session, **changed)


def test_an_approval_takes_few_statements_and_locks_nothing_twice(database: Database) -> None:
    application = record(database)
    with counted(database) as asked, database.transaction() as session:
        by = member(session, "Barbara Lis")
        asked.clear()
        applications.approve(session, application.id, revision=1, by=by, at=NOW)
    assert len(asked) <= MOST_STATEMENTS[database.engine.dialect.name]


def test_an_approval_is_an_account_a_task_and_a_journal_line_at_once(database: Database) -> None:
    application = record(database)
    account = approve(database, application.id)
    with database.reading() as session:
        assert session.scalars(sa.select(Task.subject_id)).all() == [account.id]
        events = session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.seq)).all()
    assert (account.status, account.login) == (AccountStatus.APPROVED, "104233")
    assert events == [Event.APPLICATION_RECORDED, Event.APPLICATION_APPROVED]


def test_r4_the_recorder_cannot_approve_or_refuse(database: Database) -> None:
    application = record(database)
    with pytest.raises(OwnEntry):
        approve(database, application.id, by="Anna Nowak")
    with pytest.raises(OwnEntry), database.transaction() as session:
        applications.refuse(
            session, application.id, revision=1, reason="bo tak", by=member(session, "Anna Nowak"), at=NOW
        )


def test_four_eyes_can_be_switched_off_and_leaves_a_mark(database: Database) -> None:
    application = record(database)
    with database.transaction() as session:
        office.change(session, "four_eyes", "false")
    approve(database, application.id, by="Anna Nowak")
    with database.reading() as session:
        assert session.get_one(Application, application.id).one_person_reason == "four_eyes off"


def clause_fields(database: Database) -> list[str]:
    with database.reading() as session:
        return [f"clause-{clause.id}" for clause in forms.current(session, TODAY).clauses]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("answer", ["refused", "illegible"])
def test_r2_each_single_clause_not_accepted_makes_approval_impossible(
    database: Database, number: int, answer: str
) -> None:
    application = record(database, **{clause_fields(database)[number - 1]: answer})
    with pytest.raises(NotApprovable) as refused:
        approve(database, application.id)
    kind = FormHindrance.CLAUSE_REFUSED if answer == "refused" else FormHindrance.CLAUSE_ILLEGIBLE
    assert refused.value.hindrances == [Hindrance(kind, number)]


def test_r2_an_unsigned_regulamin_makes_approval_impossible(database: Database) -> None:
    application = record(database, regulamin_signed="no")
    with pytest.raises(NotApprovable):
        approve(database, application.id)


def test_a_refusal_needs_a_reason_and_frees_the_login(database: Database) -> None:
    application = record(database)
    with pytest.raises(ReasonMissing), database.transaction() as session:
        applications.refuse(session, application.id, revision=1, reason=" ", by=member(session, "Barbara Lis"), at=NOW)
    with database.transaction() as session:
        applications.refuse(
            session, application.id, revision=1, reason="Odmowa klauzuli 2.", by=member(session, "Barbara Lis"), at=NOW
        )
    with database.reading() as session:
        assert session.scalars(sa.select(Login)).all() == []
    assert status(database, application) is CaseStatus.REFUSED


def test_r4_a_login_with_an_account_is_never_given_out_again(database: Database) -> None:
    approve(database, record(database).id)
    assert record(database).reserved_login == "104233_2"


def test_a_withdrawn_application_stays_withdrawn(database: Database) -> None:
    application = record(database)
    with database.transaction() as session:
        applications.withdraw(
            session, application.id, revision=1, reason="na prośbę klienta", by=member(session, "Anna Nowak"), at=NOW
        )
    with pytest.raises(FasterColleague):
        approve(database, application.id)
    assert status(database, application) is CaseStatus.WITHDRAWN


def test_an_incomplete_application_cannot_be_approved_before_it_is_complete(database: Database) -> None:
    application = record(database)
    with database.transaction() as session:
        decide.return_incomplete(
            session,
            Application,
            application.id,
            revision=1,
            missing="podpis",
            by=member(session, "Barbara Lis"),
            at=NOW,
        )
    with pytest.raises(FasterColleague):
        approve(database, application.id, revision=2)


def test_of_twenty_approvers_at_once_one_wins_and_the_others_are_told_who(database: Database) -> None:
    application = record(database)
    names = [f"Approver {n}" for n in range(20)]
    with database.transaction() as session:
        for name in names:
            member(session, name)
    start, outcomes = threading.Barrier(len(names)), []

    def press(name: str) -> None:
        start.wait()
        try:
            outcomes.append(approve(database, application.id, by=name).login)
        except FasterColleague as faster:
            outcomes.append(faster.who)

    threads = [threading.Thread(target=press, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        winner = session.get_one(Application, application.id).decider
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
    assert winner is not None
    assert sorted(outcomes) == sorted(["104233"] + [winner.name] * 19)


def status(database: Database, application: Application) -> CaseStatus:
    with database.reading() as session:
        return session.get_one(Application, application.id).status
