"""Settings and closed days change through one door: what follows is counted, and each change has its line."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import administration, office
from provisioner.accounts.rules import AccountStatus
from provisioner.administration import ClosedAlready, NotClosed, close_day, open_day, set_rule
from provisioner.administration.closed_days import by_closing, by_opening
from provisioner.administration.effects import DEADLINES
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.journal import OPERATOR, Event
from provisioner.journal.tables import AuditEntry
from provisioner.office import InvalidSetting, OfficeRules, SeenAnother, UnknownSetting
from provisioner.office.tables import OfficeSetting
from tests import resigned
from tests.corrected import wrong
from tests.factories import NOW, member, recorded
from tests.privacy.desk import refused
from tests.together import errors, together

FRIDAY = date(2026, 11, 27)
BY: dict[str, Any] = {"actor": OPERATOR, "at": NOW}


def lines(database: Database, event: Event = Event.SETTING_CHANGED) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.seq)))


def ahead(session: Session, name: str, value: object) -> administration.Effect:
    return administration.effect(session, name, office.tried(session, name, value), at=NOW)


def test_a_change_is_written_down_with_its_old_and_new_value(database: Database) -> None:
    with database.transaction() as session:
        assert set_rule(session, "reissues_a_day", "5", **BY) == (3, 5)
    (line,) = lines(database)
    assert (line.object_type, line.object_id) == ("office", "reissues_a_day")
    assert line.details == {"before": 3, "after": 5}


def test_what_was_so_already_leaves_no_line(database: Database) -> None:
    with database.transaction() as session:
        assert set_rule(session, "four_eyes", True, **BY) == (True, True)
    assert lines(database) == []


def test_the_default_is_not_kept_as_a_value_of_the_office(database: Database) -> None:
    with database.transaction() as session:
        set_rule(session, "unused_days", "90", **BY)
    with database.transaction() as session:
        set_rule(session, "unused_days", "60", **BY)
    with database.reading() as session:
        assert session.get(OfficeSetting, "unused_days") is None
    assert [line.details["after"] for line in lines(database)] == [90, 60]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("unused_days", "", "int_parsing"),
        ("unused_days", "0", "greater_than_equal"),
        ("unused_days", "731", "less_than_equal"),
        ("four_eyes", "", "bool_parsing"),
        ("email_clock", "noon", "literal_error"),
        ("email_cutoff_time", "24:00", "clock"),
        ("resignation_channels", [], "too_short"),
        ("deadline_first_day", "8", "reversed"),
        ("deletion_grounds", [], "too_short"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_has_a_code(
    database: Database, name: str, value: object, code: str
) -> None:
    with database.transaction() as session, pytest.raises(InvalidSetting) as refusal:
        set_rule(session, name, value, **BY)
    assert refusal.value.code == code
    assert lines(database) == []


def test_two_grounds_of_one_code_are_refused(database: Database) -> None:
    rows = OfficeRules().model_dump(mode="json")["deletion_grounds"]
    with database.transaction() as session, pytest.raises(InvalidSetting) as refusal:
        set_rule(session, "deletion_grounds", [*rows, rows[0]], **BY)
    assert refusal.value.code == "same_code"


def test_a_setting_there_is_not_is_told(database: Database) -> None:
    with database.transaction() as session, pytest.raises(UnknownSetting):
        set_rule(session, "colour", "blue", **BY)


def test_nobody_writes_over_a_value_they_have_not_seen(database: Database) -> None:
    with database.transaction() as session:
        set_rule(session, "unused_days", "90", **BY)
    with database.transaction() as session, pytest.raises(SeenAnother):
        set_rule(session, "unused_days", "30", seen=office.mark(60), **BY)
    with database.transaction() as session:
        assert set_rule(session, "unused_days", "30", seen=office.mark(90), **BY) == (90, 30)


def test_r4_a_longer_window_touches_open_cases_and_their_stored_days_stay(database: Database) -> None:
    with database.transaction() as session:
        case = recorded(session)
        waits = recorded(session, customer_number="104999")
        decide.return_incomplete(
            session, Application, waits.id, revision=1, missing="podpis", by=member(session, "Barbara Lis"), at=NOW
        )
        (found,) = ahead(session, "deadline_last_day", "8").recounted
    assert (found.number, found.stored, found.now, found.then) == (
        case.number, date(2026, 12, 2), date(2026, 12, 2), date(2026, 12, 3),
    )  # fmt: skip
    with database.transaction() as session:
        set_rule(session, "deadline_last_day", "8", **BY)
    with database.reading() as session:
        assert session.get_one(Case, case.id).due_last == date(2026, 12, 2)
    assert lines(database)[0].details["cases_counted_differently"] == 1


def test_r4_each_purpose_is_counted_by_its_own_rule(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session, AccountStatus.ACTIVATED)
        paper = resigned.recorded(session, account)
        assert ahead(session, "deadline_last_day", "8").recounted == []
        assert [one.case_id for one in ahead(session, "resignation_last_day", "9").recounted] == [paper.id]


def test_every_setting_of_deadlines_is_looked_at_for_its_effect(database: Database) -> None:
    assert set(OfficeRules.model_fields) >= DEADLINES
    other: dict[str, object] = {"email_clock": "same_day", "saturday_is_working": True, "closed_days_stop_clock": False,
                                "clock_on_completion": "run_on", "email_cutoff_time": "15.30"}  # fmt: skip
    with database.transaction() as session:
        recorded(session, channel="email", received_on="22.11.2026", document_date="", copy_handed="")
        late = recorded(session, channel="email", customer_number="104888", copy_handed="")
        late.received_time = time(15, 31)
        completed = recorded(session, customer_number="104999", received_on="20.11.2026")
        completed.completed_on = date(2026, 11, 24)
        office.close(session, FRIDAY, "remont")
        for name, value in other.items():
            assert ahead(session, name, value).worth_asking, name


def test_a_shorter_time_says_how_many_cases_become_due_at_once(database: Database) -> None:
    with database.transaction() as session:
        refused(session, at=NOW - timedelta(days=40))
        refused(session, at=NOW - timedelta(days=5), customer_number="104999")
        shorter = ahead(session, "retention_refused_days", "30")
        assert (shorter.erased, shorter.erased_anyway, shorter.worth_asking) == (1, 0, True)
        assert not ahead(session, "retention_refused_days", "400").worth_asking
        assert not ahead(session, "retention_withdrawn_days", "1").worth_asking
        set_rule(session, "retention_refused_days", "30", **BY)
    assert lines(database)[0].details["cases_erased_sooner"] == 1


def test_giving_up_a_ground_counts_the_open_papers_on_it(database: Database) -> None:
    rows = OfficeRules().model_dump(mode="json")["deletion_grounds"]
    left = [row for row in rows if row["code"] != "resignation"]
    with database.transaction() as session:
        account = wrong(session, AccountStatus.ACTIVATED)
        resigned.recorded(session, account)
        assert ahead(session, "deletion_grounds", left).given_up == 1
        assert not ahead(session, "deletion_grounds", [row for row in rows if row["code"] != "death"]).worth_asking


def test_p6_one_pair_of_eyes_is_warned_of(database: Database) -> None:
    with database.transaction() as session:
        assert ahead(session, "four_eyes", False).one_pair_of_eyes
        assert not ahead(session, "clerks_reissue", True).worth_asking


def test_r4_a_closed_day_counts_open_cases_and_says_so_in_its_line(database: Database) -> None:
    with database.transaction() as session:
        case = recorded(session)
        (found,) = by_closing(session, FRIDAY).recounted
        assert (found.now, found.then) == (date(2026, 12, 2), date(2026, 12, 3))
        close_day(session, FRIDAY, "remont", **BY)
    with database.reading() as session:
        assert session.get_one(Case, case.id).due_last == date(2026, 12, 2)
        (back,) = by_opening(session, FRIDAY).recounted
    assert (back.stored, back.now, back.then) == (date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 2))
    (line,) = lines(database, Event.CLOSED_DAY_ADDED)
    assert (line.object_id, line.details) == ("2026-11-27", {"cases_counted_differently": 1})


def test_a_day_is_closed_and_opened_once(database: Database) -> None:
    with database.transaction() as session:
        close_day(session, FRIDAY, "remont", **BY)
        with pytest.raises(ClosedAlready, match="remont"):
            close_day(session, FRIDAY, "inwentaryzacja", **BY)
        close_day(session, FRIDAY, "inwentaryzacja", rename=True, **BY)
        assert office.calendar(session, office.rules(session)).closed_days == {FRIDAY: "inwentaryzacja"}
        open_day(session, FRIDAY, **BY)
        with pytest.raises(NotClosed):
            open_day(session, FRIDAY, **BY)
    assert len(lines(database, Event.CLOSED_DAY_REMOVED)) == 1


def test_where_closed_days_do_not_count_closing_one_touches_nothing(database: Database) -> None:
    with database.transaction() as session:
        recorded(session)
        office.change(session, "closed_days_stop_clock", "no")
        assert not by_closing(session, FRIDAY).worth_asking


def test_the_last_change_of_each_setting_and_the_last_ones_of_one_are_known(database: Database) -> None:
    with database.transaction() as session:
        by = member(session, "Zofia Mazur")
        for value in ("50", "70"):
            set_rule(session, "unused_days", value, actor=f"staff:{by.id}", at=NOW)
        set_rule(session, "breach_hours", "24", **BY)
    with database.reading() as session:
        newest = administration.newest(session)
        latest = administration.latest(session, "unused_days", 10)
    assert {name: (one.who, one.after) for name, one in newest.items()} == {
        "unused_days": ("Zofia Mazur", 70), "breach_hours": ("", 24),
    }  # fmt: skip
    assert [(one.before, one.after) for one in latest] == [(50, 70), (60, 50)]


def many(database: Database, *works: Callable[[Session], object]) -> list[object]:
    def at(work: Callable[[Session], object]) -> Callable[[], object]:
        def press() -> object:
            with database.transaction() as session:
                return work(session)

        return press

    return list(together(*(at(work) for work in works)))


@pytest.mark.sweep
def test_of_many_administrators_at_one_setting_one_is_heard_and_the_others_are_told(database: Database) -> None:
    def press(value: int) -> Callable[[Session], object]:
        return lambda session: set_rule(session, "unused_days", value, seen=office.mark(60), **BY)

    outcomes = many(database, *(press(70 + number) for number in range(8)))
    assert errors(outcomes) == [SeenAnother] * 7
    assert len(lines(database)) == 1


@pytest.mark.sweep
def test_two_changes_that_are_right_apart_are_never_wrong_together(database: Database) -> None:
    outcomes = many(
        database,
        lambda session: set_rule(session, "deadline_first_day", 6, **BY),
        lambda session: set_rule(session, "deadline_last_day", 5, **BY),
    )
    assert errors(outcomes) == [InvalidSetting]
    with database.reading() as session:
        assert office.rules(session).window.first_day <= office.rules(session).window.last_day


@pytest.mark.sweep
def test_of_many_who_add_a_ground_at_once_nobody_loses_a_row(database: Database) -> None:
    rows = OfficeRules().model_dump(mode="json")["deletion_grounds"]
    seen = office.mark(rows)

    def add(code: str) -> Callable[[Session], object]:
        more = [*rows, {**rows[0], "code": code}]
        return lambda session: set_rule(session, "deletion_grounds", more, seen=seen, **BY)

    outcomes = many(database, add("first"), add("second"), add("third"))
    assert errors(outcomes) == [SeenAnother] * 2


@pytest.mark.sweep
def test_of_many_who_close_one_day_one_is_heard(database: Database) -> None:
    outcomes = many(database, *[lambda session: close_day(session, FRIDAY, "remont", **BY)] * 8)
    assert errors(outcomes) == [ClosedAlready] * 7
    outcomes = many(database, *[lambda session: open_day(session, FRIDAY, **BY)] * 8)
    assert errors(outcomes) == [NotClosed] * 7
    assert len(lines(database, Event.CLOSED_DAY_ADDED)) == len(lines(database, Event.CLOSED_DAY_REMOVED)) == 1
