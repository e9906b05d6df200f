"""A clerk records an application (R1–R4)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import applications, forms, office
from provisioner.applications.tables import Application
from provisioner.cases import FormWithdrawn
from provisioner.database import Database
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.logins.tables import Login
from tests.factories import NOW, PRACTICE, TODAY, entry, member, recorded


def test_r4_recording_reserves_the_login_and_counts_the_deadline(database: Database) -> None:
    with database.transaction() as session:
        application = recorded(session)
    assert application.number == "2026/000001"
    assert application.reserved_login == "104233"
    assert (application.due_first, application.due_last) == (date(2026, 11, 26), date(2026, 12, 2))
    assert application.copy_handed_at == NOW


def test_r4_a_second_application_of_the_same_customer_gets_the_next_login(database: Database) -> None:
    with database.transaction() as session:
        logins = [recorded(session).reserved_login for _ in range(3)]
    assert logins == ["104233", "104233_2", "104233_3"]


def test_recording_writes_exactly_one_line_into_the_journal(database: Database) -> None:
    with database.transaction() as session:
        application = recorded(session)
    with database.reading() as session:
        lines = session.scalars(sa.select(AuditEntry)).all()
    assert [(line.event, line.object_id) for line in lines] == [(Event.APPLICATION_RECORDED, str(application.id))]


def test_the_journal_holds_no_personal_data(database: Database) -> None:
    with database.transaction() as session:
        recorded(session)
    with database.reading() as session:
        text = str([(line.actor, line.details) for line in session.scalars(sa.select(AuditEntry))])
    assert not [word for word in ("Józef", "Żółkiewski", "jozef", "Polna", "601") if word in text]


def test_the_same_form_sent_twice_is_one_application(database: Database) -> None:
    key = uuid4()
    for _ in range(2):
        with database.transaction() as session:
            applications.record(
                session, entry(session), edition=forms.current(session, TODAY), practice=PRACTICE,
                form_key=key, by=member(session, "Anna Nowak"), at=NOW,
            )  # fmt: skip
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Application)) == 1


def test_a_form_whose_case_is_withdrawn_is_not_recorded_by_it_any_more(database: Database) -> None:
    with database.transaction() as session:
        case = recorded(session)
        by, key = case.recorder, case.form_key
        applications.undo(session, case.id, reason="pomyłka", by=by, at=NOW)
    with database.transaction() as session, pytest.raises(FormWithdrawn, match="2026/000001"):
        applications.record(
            session, entry(session), edition=forms.current(session, TODAY), practice=PRACTICE,
            form_key=key, by=by, at=NOW,
        )  # fmt: skip


def test_a_form_that_fails_half_way_leaves_nothing(database: Database) -> None:
    def interrupted() -> None:
        with database.transaction() as session:
            recorded(session)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with database.reading() as session:
        assert session.scalars(sa.select(Login)).all() == []


def test_numbers_start_anew_each_year(database: Database) -> None:
    with database.transaction() as session:
        numbers = [recorded(session, at=datetime(year, 6, 1, 9, tzinfo=UTC)).number for year in (2026, 2026, 2027)]
    assert numbers == ["2026/000001", "2026/000002", "2027/000001"]


def test_r4_a_closed_day_of_the_office_moves_the_deadline(database: Database) -> None:
    with database.transaction() as session:
        office.close(session, date(2026, 11, 25), "inwentaryzacja")
        assert recorded(session).due_last == date(2026, 12, 3)


def test_the_offices_settings_are_checked_and_named(database: Database) -> None:
    with database.transaction() as session:
        assert office.change(session, "deadline_last_day", "10") == (7, 10)
        assert recorded(session).due_last == date(2026, 12, 7)
        with pytest.raises(office.InvalidSetting):
            office.change(session, "deadline_last_day", "never")
        with pytest.raises(office.UnknownSetting):
            office.change(session, "colour", "blue")


def test_the_year_of_a_case_number_is_the_one_on_the_offices_wall(database: Database) -> None:
    with database.transaction() as session:
        just_after_midnight = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        assert recorded(session, at=just_after_midnight).number == "2027/000001"


def test_a_form_sent_twice_at_the_same_moment_is_one_application(database: Database) -> None:
    key, start = uuid4(), Barrier(4)
    with database.transaction() as session:
        member(session, "Anna Nowak")
    numbers: list[str] = []

    def send() -> None:
        start.wait()
        with database.transaction() as session:
            application = applications.record(
                session, entry(session), edition=forms.current(session, TODAY), practice=PRACTICE,
                form_key=key, by=member(session, "Anna Nowak"), at=NOW,
            )  # fmt: skip
            numbers.append(application.number)

    together(send, 4)
    assert len(numbers) == 4
    assert len(set(numbers)) == 1


def test_clerks_who_open_the_year_together_get_different_numbers(database: Database) -> None:
    start = Barrier(4)
    with database.transaction() as session:
        member(session, "Anna Nowak")
    numbers: list[str] = []

    def first_of_the_year() -> None:
        start.wait()
        with database.transaction() as session:
            numbers.append(recorded(session).number)

    together(first_of_the_year, 4)
    assert sorted(numbers) == [f"2026/00000{n}" for n in (1, 2, 3, 4)]


def together(work: Callable[[], None], times: int) -> None:
    threads = [Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("number", ["CN91110000600037341L", "IN27AAPFU0939F1ZV", "SA310122393500003"])
def test_a_company_of_any_country_is_recorded_under_its_tax_number(database: Database, number: str) -> None:
    with database.transaction() as session:
        recorded(session, customer_kind="company", company_name="Water Works", first_name="", last_name="", nip=number)
    with database.reading() as session:
        assert session.scalars(sa.select(Application.nip)).one() == number
