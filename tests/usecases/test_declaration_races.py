"""Of many hands at one declaration one counts, and of two that exclude each other the first, on both databases."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from provisioner import declarations
from provisioner.accounts.tables import Account
from provisioner.applications.rules import Answer
from provisioner.cases import FasterColleague, NotApprovable, decide
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.declarations.tables import Declaration
from provisioner.office.tables import OfficeSetting
from provisioner.staff.tables import StaffMember
from tests import declared
from tests.declared import CONSENTS, REGULAMIN
from tests.factories import NOW, TODAY
from tests.together import errors
from tests.usecases.test_races import HANDS, Door, at_once

pytestmark = pytest.mark.sweep


def agree(session: Session, case: UUID, by: StaffMember) -> object:
    return declarations.approve(session, case, revision=1, by=by, at=datetime.now(UTC))


def test_of_different_decisions_on_a_declaration_at_once_one_stands(database: Database) -> None:
    with database.transaction() as session:
        account = declared.under_the_old(session)
        paper = declared.recorded(session, account).id
        news = declared.clause(session, "2026-09", 3)

    def refuse(session: Session, case: UUID, by: StaffMember) -> object:
        return decide.refuse(session, Declaration, case, revision=1, reason="nie", by=by, at=NOW)

    def give_back(session: Session, case: UUID, by: StaffMember) -> object:
        return decide.return_incomplete(session, Declaration, case, revision=1, missing="?", by=by, at=NOW)

    def correct(session: Session, case: UUID, by: StaffMember) -> object:
        told = declared.entry(session, session.get_one(Account, account.id), CONSENTS, {news: "accepted"})
        return declarations.complete(session, case, told, revision=1, by=by, at=NOW)

    doors: list[Door] = [agree, refuse, give_back, correct, agree, refuse, correct, agree]
    assert errors(at_once(database, doors, paper)) == [FasterColleague] * (HANDS - 1)


def test_a_consent_and_a_new_edition_at_once_leave_no_consent_without_effect(database: Database) -> None:
    with database.transaction() as session:
        account = declared.under_the_old(session)
        consent = declared.recorded(session, account).id
        declared.with_a_new(session)
        whole = declared.recorded(session, account, REGULAMIN).id

    def accept(session: Session, _case: UUID, by: StaffMember) -> object:
        return agree(session, whole, by)

    outcomes = errors(at_once(database, [agree, accept], consent))
    with database.reading() as session:
        withdrawn = session.get_one(Declaration, consent).status
        assert session.get_one(Declaration, whole).status is CaseStatus.APPROVED
        found = declarations.accepted(session, session.get_one(Account, account.id))
    # Either it was withdrawn under the old edition and then the new one came, or the new one came and says so.
    expected = {CaseStatus.APPROVED: [], CaseStatus.RECORDED: [NotApprovable]}
    assert (outcomes, found.edition.code) == (expected[withdrawn], "2026-11")
    assert all(found.answer(one.id) is Answer.ACCEPTED for one in found.edition.clauses)


def test_of_many_who_have_customers_asked_at_once_each_customer_is_asked_once(database: Database) -> None:
    with database.transaction() as session:
        account = declared.under_the_old(session)
        declared.with_a_new(session)
        session.add(OfficeSetting(name="reacceptance_on_new_version", value=True))

    def ask(session: Session, _case: UUID, by: StaffMember) -> object:
        return declarations.ask(session, today=TODAY, by=by, at=NOW)

    outcomes = at_once(database, [ask] * HANDS, account.id)
    assert sorted(str(one) for one in outcomes) == ["0"] * (HANDS - 1) + ["1"]
