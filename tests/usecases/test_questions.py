"""A date that makes a case overdue the moment it is saved is asked about, and only such a date (R4)."""

from datetime import date
from typing import Any

import pytest

from provisioner import office
from provisioner.applications import read_entry
from provisioner.applications.tables import Application
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.deadlines import last_days
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems, Problem
from tests.factories import PRACTICE, TODAY, entry, paper, recorded
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
                last_day=last_days(session), corrected=corrected,
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
