"""Correcting a recorded application and completing an incomplete one (R4, P6)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from provisioner import applications, office
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, OwnEntry, decide
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.logins.tables import Login
from tests.factories import NOW, PRACTICE, TODAY, entry, member, recorded
from tests.usecases.test_decide import approve

LATER = date(2026, 12, 10)


def save(database: Database, application: Application, revision: int, by: str, **changed: Any) -> Application:
    """Somebody changes a field and saves; `completed_on` counts only for an incomplete application."""
    completed_on = changed.pop("completed_on", TODAY)
    with database.transaction() as session:
        return applications.complete(
            session, application.id, replace(entry(session, **changed), completed_on=completed_on), revision=revision,
            practice=PRACTICE, by=member(session, by), at=NOW,
        )  # fmt: skip


def incomplete(database: Database) -> Application:
    with database.transaction() as session:
        application = recorded(session)
        by = member(session, "Barbara Lis")
        return decide.return_incomplete(
            session, Application, application.id, revision=1, missing="podpis", by=by, at=NOW
        )


def record(database: Database, **changed: Any) -> Application:
    with database.transaction() as session:
        return recorded(session, **changed)


def test_r4_completion_starts_the_clock_again(database: Database) -> None:
    completed = save(database, incomplete(database), 2, "Anna Nowak", phone="", completed_on=LATER)
    assert completed.status is CaseStatus.RECORDED
    assert (completed.missing, completed.phone) == ("", "")
    assert completed.due_last == date(2026, 12, 21)


def test_r4_a_correction_after_a_completion_does_not_throw_the_deadline_back(database: Database) -> None:
    completed = save(database, incomplete(database), 2, "Anna Nowak", completed_on=LATER)
    corrected = save(database, completed, 3, "Anna Nowak", phone="602 000 111")
    assert corrected.due_last == date(2026, 12, 21)
    refiled = save(database, completed, 4, "Anna Nowak", received_on="20.11.2026")
    assert refiled.due_last == date(2026, 12, 21)


def test_r4_where_the_office_says_so_the_clock_runs_on_from_the_receipt(database: Database) -> None:
    with database.transaction() as session:
        office.change(session, "clock_on_completion", "run_on")
    completed = save(database, incomplete(database), 2, "Anna Nowak", completed_on=LATER)
    assert (completed.clock_from, completed.due_last) == (date(2026, 11, 23), date(2026, 12, 2))


def test_a_corrected_date_of_receipt_counts_anew_and_nothing_else_does(database: Database) -> None:
    application = record(database)
    assert save(database, application, 1, "Anna Nowak", phone="").due_last == date(2026, 12, 2)
    assert save(database, application, 2, "Anna Nowak", received_on="20.11.2026").due_last == date(2026, 12, 1)


def test_r4_a_corrected_customer_number_leads_to_its_own_login(database: Database) -> None:
    mistyped = record(database)
    corrected = save(database, mistyped, 1, "Anna Nowak", customer_number="104999")
    assert corrected.reserved_login == "104999"
    assert record(database).reserved_login == "104233", "the number belongs to somebody else and is free again"
    with database.reading() as session:
        assert session.get_one(Login, "104999").case_id == mistyped.id


def test_whoever_comes_second_is_told_who_changed_the_case(database: Database) -> None:
    application = record(database)
    save(database, application, 1, "Celina Mazur", phone="")
    with pytest.raises(FasterColleague) as faster:
        save(database, application, 1, "Anna Nowak", phone="602 000 111")
    assert (faster.value.who, faster.value.at) == ("Celina Mazur", NOW)


def test_p6_everybody_who_ever_saved_an_application_may_not_decide_it(database: Database) -> None:
    application = record(database)
    save(database, application, 1, "Celina Mazur", email="c@example.com", email_again="c@example.com")
    save(database, application, 2, "Danuta Labuda", phone="")
    for own in ("Anna Nowak", "Celina Mazur", "Danuta Labuda"):
        with pytest.raises(OwnEntry):
            approve(database, application.id, by=own, revision=3)
    assert approve(database, application.id, by="Barbara Lis", revision=3).login == "104233"
