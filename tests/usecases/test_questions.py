"""A date that makes a case overdue the moment it is saved is asked about, and only such a date (R4)."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import changes, declarations, erasures, office, resignations
from provisioner.accounts.tables import Account
from provisioner.applications import read_entry
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.deadlines import last_days
from provisioner.cases.tables import Case
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from provisioner.declarations.tables import Declaration
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.erasures.tables import ErasureRequest
from provisioner.resignations.tables import Resignation
from tests import asked, changed, declared, resigned
from tests.factories import NOW, PRACTICE, TODAY, entry, member, paper, recorded
from tests.usecases.test_complete import incomplete, save

OLD = "2.11.2026"
WHY = "źle odczytany stempel"
ASKED = [Problem("received_on", "overdue", "2026-11-02")]


def problems(database: Database, corrected: Application | None = None, **changed: Any) -> list[Problem]:
    """What is wrong with the form, or asked about it."""
    with database.reading() as session:
        answers = entry(session).answers
        try:
            read_entry(
                paper(session, document_date="", **changed), clauses=list(answers), today=TODAY, practice=PRACTICE,
                last_day=last_days(session, corrected or Application()), corrected=corrected,
            )  # fmt: skip
        except EntryProblems as found:
            return found.problems
    return []


def test_r4_a_date_that_makes_a_new_case_overdue_is_asked_about(database: Database) -> None:
    assert problems(database, received_on=OLD) == ASKED
    assert problems(database, received_on="13.11.2026") == [], "its last day is today"


def test_the_tick_confirms_exactly_the_day_that_was_asked_about(database: Database) -> None:
    assert problems(database, received_on=OLD, received_on_sure="2026-11-02") == []
    assert problems(database, received_on="2.10.2026", received_on_sure="2026-11-02") == [
        Problem("received_on", "overdue", "2026-10-02")
    ]


def test_a_correction_is_asked_about_the_day_it_changes_and_no_other(database: Database) -> None:
    with database.transaction() as session:
        fresh = recorded(session)
        late = recorded(session, received_on=OLD, document_date="", customer_number="104234")
    assert problems(database, fresh, received_on=OLD, date_reason=WHY) == ASKED
    assert problems(database, late, received_on=OLD, town="Gdynia") == []
    assert problems(database, late, received_on="3.11.2026", date_reason=WHY) == [
        Problem("received_on", "overdue", "2026-11-03")
    ]


def test_a_completion_is_asked_about_the_day_it_arrived(database: Database) -> None:
    waiting = incomplete(database)
    old = {"received_on": "2.10.2026", "completed_on": OLD, "date_reason": WHY}
    assert problems(database, waiting, **old) == [Problem("completed_on", "overdue", "2026-11-02")]
    assert problems(database, waiting, **old, completed_on_sure="2026-11-02") == []
    assert problems(database, waiting, received_on=OLD, completed_on="d", date_reason=WHY) == []


def test_after_a_completion_an_older_date_received_makes_nothing_overdue(database: Database) -> None:
    completed = save(database, incomplete(database), 2, "Anna Nowak", completed_on=date(2026, 11, 24))
    assert problems(database, completed, received_on=OLD, date_reason=WHY) == []


def test_where_the_clock_runs_on_a_completion_is_asked_about_by_the_day_of_receipt(database: Database) -> None:
    waiting = incomplete(database)
    with database.transaction() as session:
        office.change(session, "clock_on_completion", "run_on")
    old = {"received_on": OLD, "completed_on": "24.11.2026", "date_reason": WHY}
    assert problems(database, waiting, **old) == [Problem("completed_on", "overdue", "2026-11-24")]
    assert problems(database, waiting, **old, completed_on_sure="2026-11-24") == []


def test_r4_a_completion_cannot_arrive_before_the_application(database: Database) -> None:
    assert problems(database, incomplete(database), completed_on="22.11.2026") == [
        Problem("completed_on", "before_received")
    ]


@pytest.mark.parametrize("channel", PAPER_CHANNELS)
def test_what_is_wrong_anyway_is_not_asked_about(database: Database, channel: Channel) -> None:
    copy = "yes" if channel is Channel.COUNTER else ""
    assert problems(database, channel=channel.value, copy_handed=copy, received_on="27.11") == [
        Problem("received_on", "future")
    ]


def typed_of(session: Session, kind: type[Case], typed: dict[str, str], corrected: Any = None) -> list[Problem]:
    """What is asked about another paper of an account."""
    opened = declared.under_the_old if kind is Declaration else changed.active
    account = session.scalars(sa.select(Account)).first() or opened(session)
    number = account.customer_number
    told: dict[str, Any] = {
        "today": TODAY, "practice": PRACTICE, "corrected": corrected,
        "last_day": last_days(session, corrected or kind()),
    }  # fmt: skip
    raw = {"customer_number": number, "document_date": "", **typed}
    rules = office.rules(session)
    try:
        if kind is ChangeOfData:
            now = changes.present(session, account)
            changes.read_change(
                changed.PAPER | {"last_name": "Nowy"} | raw, number=number, now=now, rules=rules, **told
            )
        elif kind is Resignation:
            resignations.read_resignation(resigned.PAPER | raw, number=number, rules=rules, **told)
        elif kind is Declaration:
            asks = declared.asks(session, account, declared.CONSENTS)
            assert asks
            news = {declared.clause(session, "2026-09", 3): "accepted"}
            declarations.read_declaration(declared.PAPER | news | raw, number=number, asked=asks, rules=rules, **told)
        else:
            erasures.read_request(asked.PAPER | raw, **told)
    except EntryProblems as found:
        return [one for one in found.problems if one.code == "overdue"]
    return []


OTHERS = [
    (ChangeOfData, "2.11.2026", "2026-11-02"),
    (Resignation, "2.11.2026", "2026-11-02"),
    (Declaration, "2.11.2026", "2026-11-02"),
    (ErasureRequest, "20.10.2026", "2026-10-20"),
]


@pytest.mark.parametrize("kind, day, told", OTHERS)
def test_r4_every_other_paper_is_asked_about_as_an_application_is(
    database: Database, kind: type[Case], day: str, told: str
) -> None:
    with database.transaction() as session:
        assert typed_of(session, kind, {"received_on": day}) == [Problem("received_on", "overdue", told)]
        assert typed_of(session, kind, {"received_on": day, "received_on_sure": told}) == []
        assert typed_of(session, kind, {"received_on": "24.11.2026"}) == []


def test_a_request_whose_month_was_made_longer_is_asked_about_by_the_longer_one(database: Database) -> None:
    """Art. 12(3) GDPR: three months in all."""
    with database.transaction() as session:
        one = asked.asked(session, received_on="2.10.2026", document_date="")
        assert typed_of(session, ErasureRequest, {"received_on": "1.10.2026"}, one)
        one.extended_on, one.extension_reason = TODAY, "wiele spraw"
        assert typed_of(session, ErasureRequest, {"received_on": "1.10.2026"}, one) == []


def test_a_completion_of_another_paper_is_asked_about_the_day_it_arrived(database: Database) -> None:
    with database.transaction() as session:
        days = {"received_on": "2.10.2026", "document_date": ""}
        one = changed.recorded(session, changed.active(session), last_name="Nowy", **days)
        by = member(session, "Barbara Lis")
        decide.return_incomplete(session, ChangeOfData, one.id, revision=1, missing="podpis", by=by, at=NOW)
        days = {"received_on": "2.10.2026", "completed_on": "2.11.2026"}
        found = typed_of(session, ChangeOfData, days, one)
    assert found == [Problem("completed_on", "overdue", "2026-11-02")]
