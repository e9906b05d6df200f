"""Numbers for the manager, counted from what the office did: months are the office's, nothing erased is made up."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, forms
from provisioner.accounts.tables import Account
from provisioner.cases import decide
from provisioner.cases.channels import Channel
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.database.days import office_day
from provisioner.erasures.tables import ErasureRequest
from provisioner.numbers import Numbers, Period, numbers
from provisioner.numbers.figures import Figures
from provisioner.numbers.refusals import OfClause
from provisioner.numbers.working_days import between
from provisioner.office.time import office_date
from provisioner.office.working_days import Calendar
from tests.asked import asked
from tests.factories import NOW, TODAY, approved, member, recorded
from tests.privacy.desk import erased, erasing

MONDAY = date(2026, 11, 23)
APPROVER = "Barbara Lis"


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def counted(database: Database, year: int = 2026, month: int | None = None) -> Numbers:
    with database.reading() as session:
        return numbers(session, Period(year, month), today=TODAY)


def refused(session: Session, number: str, **changed: Any) -> None:
    address = f"a{number}@example.com"
    one = recorded(session, customer_number=number, email=address, email_again=address, **changed)
    applications.refuse(session, one.id, revision=1, reason="powód", by=member(session, APPROVER), at=NOW)


def decided(session: Session, number: str, day: date) -> Account:
    address = f"a{number}@example.com"
    return approved(session, at=at(day), customer_number=number, email=address, email_again=address)


def test_papers_are_counted_by_the_month_and_the_channel_of_their_receipt(database: Database) -> None:
    with database.transaction() as session:
        recorded(session)
        recorded(session, customer_number="200001", channel="email", copy_handed="", received_on="30.10.2026",
                 document_date="")  # fmt: skip
        recorded(session, customer_number="200002", channel="email", copy_handed="", received_on="31.12.2025",
                 document_date="")  # fmt: skip
    found = counted(database)
    assert found.months[11].intake == Counter({Channel.COUNTER: 1})
    assert found.months[10].intake == Counter({Channel.EMAIL: 1})
    assert (found.whole.received, list(found.months)) == (2, list(range(1, 12)))
    assert counted(database, month=10).whole.received == 1
    assert counted(database, 2025).months[12].received == 1


def test_r4_decisions_are_measured_in_working_days_from_the_complete_paper(database: Database) -> None:
    with database.transaction() as session:
        for number, days in (("200001", 1), ("200002", 2), ("200003", 17)):
            decided(session, number, MONDAY + timedelta(days=days))
    found = counted(database)
    assert (found.whole.median, found.whole.worst) == (2, 13)
    assert (found.whole.late, found.whole.timed, found.whole.decided) == (1, 3, 3)
    assert found.months[11].worst == 2
    assert counted(database, month=12).whole.late_share == 1


def test_a_request_with_a_term_in_months_is_not_measured_in_working_days(database: Database) -> None:
    with database.transaction() as session:
        one = asked(session)
        decide.refuse(session, ErasureRequest, one.id, revision=1, reason="nie", by=member(session, APPROVER), at=NOW)
    found = counted(database).whole
    assert (found.refused, found.timed, found.late, found.median) == (1, 1, 0, None)


def test_r2_refusals_are_counted_by_clause_then_signature_then_others(database: Database) -> None:
    with database.transaction() as session:
        edition = forms.current(session, TODAY)
        first, second, *_ = (clause for clause in edition.clauses if clause.required)
        refused(session, "200001", **{f"clause-{first.id}": "refused", f"clause-{second.id}": "illegible"})
        refused(session, "200002", **{f"clause-{first.id}": "refused"}, regulamin_signed="no")
        refused(session, "200003", regulamin_signed="no")
        refused(session, "200004")
        code, numbers_of = edition.code, (first.number, second.number)
    why = counted(database).refusals
    assert why.clauses == [OfClause(code, numbers_of[0], 2), OfClause(code, numbers_of[1], 1)]
    assert (why.with_clause, why.unsigned, why.others) == (2, 1, 1)
    assert counted(database, month=10).refusals.clauses == []


def test_activation_is_of_the_accounts_approved_then_whose_details_were_sent(database: Database) -> None:
    with database.transaction() as session:
        for number, mails, active in (("200001", 1, NOW), ("200002", 2, None), ("200003", 0, None)):
            account = decided(session, number, TODAY)
            account.mails_sent, account.activated_at = mails, active
    found = counted(database).months[11]
    assert (found.sent, found.activated, found.activation) == (2, 1, 0.5)


def test_an_open_case_after_its_last_day_is_told(database: Database) -> None:
    with database.transaction() as session:
        recorded(session)
        session.execute(sa.update(Case.__table__).values(due_last=TODAY - timedelta(days=1)))  # type: ignore[arg-type]
    assert counted(database).overdue == 1


def test_what_was_erased_counts_as_received_and_decided_and_no_further(database_url: str, tmp_path: Path) -> None:
    with erasing(database_url, tmp_path) as database:
        erased(database)
        found = counted(database)
    assert (found.whole.received, found.whole.refused, found.erased) == (1, 1, 1)
    assert (found.whole.timed, found.whole.median, found.refusals.others) == (0, None, 0)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 31, 22, 59, 59, 999999, UTC),
        datetime(2026, 1, 31, 23, 0, tzinfo=UTC),
        datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
        datetime(2026, 7, 31, 22, 0, tzinfo=UTC),
        datetime(2026, 7, 31, 21, 59, tzinfo=UTC),
        datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 22, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
    ],
)
def test_the_database_tells_the_same_day_as_the_clock_on_the_wall(database: Database, moment: datetime) -> None:
    with database.transaction() as session:
        account = decided(session, "200001", TODAY)
        account.approved_at = moment
    with database.reading() as session:
        assert session.scalar(sa.select(office_day(Account.__table__.c.approved_at, 2026))) == office_date(moment)


def test_working_days_between_many_days_are_those_of_the_calendar() -> None:
    calendar = Calendar({date(2026, 12, 28): "inwentaryzacja"})
    first = date(2026, 12, 18)
    passed = between(calendar, first, first + timedelta(days=30))
    for earlier in range(31):
        for later in range(earlier, 31):
            days = first + timedelta(days=earlier), first + timedelta(days=later)
            assert passed(*days) == calendar.working_days_between(*days)


def test_the_median_is_the_fewest_days_within_which_half_were_decided() -> None:
    assert Figures(days=Counter({1: 2, 3: 2})).median == 1
    assert Figures(days=Counter({1: 2, 3: 3})).median == 3
    assert Figures().median is Figures().worst is Figures().late_share is Figures().activation is None


def test_a_period_ends_where_the_next_begins() -> None:
    assert Period(2026).after == Period(2027).first == Period(2026, 12).after
    assert Period(2026, 2).after == date(2026, 3, 1)
    assert Period(2026, 3).begins == datetime(2026, 2, 28, 23, tzinfo=UTC)
