"""The morning's mail: each working day the office knows what is due, by number only (R4)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from provisioner import office
from provisioner.database import Database
from provisioner.mail import Digest, digest
from provisioner.mail.digest import DueCase, DueGroup
from provisioner.office.tables import ClosedDay
from provisioner.office.time import OFFICE_TIME
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.ports import Mail, TransientError
from provisioner.settings import branding
from provisioner.worker import MorningMail
from provisioner.worker.morning import KIND
from tests.factories import recorded
from tests.worker.desk import WorkerDesk

TO, DESK = "biuro@example.com", "https://desk.example.com"
MONDAY, DAY = date(2026, 11, 30), timedelta(days=1)


@pytest.fixture
def wanted(database: Database) -> Database:
    """The database of an office that wants the mail."""
    with database.transaction() as session:
        office.put(session, "digest_to", TO)
    return database


def desk(database: Database, day: date) -> WorkerDesk:
    made = WorkerDesk(database)

    def more(hands: Hands) -> list[AnyHandler]:
        return [MorningMail(hands, made.mailer, DESK, branding.load(), lambda at: day)]

    made.more = more
    return made


def comes(database: Database, day: date = MONDAY) -> WorkerDesk:
    """The morning of a day comes."""
    made = desk(database, day)
    made.begins(MorningMail)
    with database.transaction() as session:
        session.execute(sa.update(Task).where(Task.kind == KIND.name).values(not_before=datetime.now(UTC)))
    return made


def open_mornings(database: Database) -> list[datetime]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Task.not_before).where(Task.kind == KIND.name, Task.done_at.is_(None))))


def filed(database: Database, *due: date, **more: Any) -> list[str]:
    """A recorded application for each last day; gives their numbers."""
    with database.transaction() as session:
        cases = [recorded(session, customer_number=f"77{n:04d}", **more) for n in range(len(due))]
        for case, last in zip(cases, due, strict=True):
            case.due_last = last
        return [case.number for case in cases]


def test_what_is_late_due_today_and_soon_is_told_by_number_and_nothing_later(wanted: Database) -> None:
    late, today, soon, _ = filed(wanted, MONDAY - 3 * DAY, MONDAY, MONDAY + 2 * DAY, MONDAY + 9 * DAY)
    morning = comes(wanted)
    morning.run()
    (mail,) = morning.mailer.sent
    assert (mail.to, mail.subject) == (TO, "Terminy na 30.11.2026: po terminie 1, na dziś 1")
    lines = [line.strip() for line in mail.text.splitlines() if line.strip()]
    assert lines[:8] == [
        "Terminy: poniedziałek, 30 listopada 2026",
        "Po terminie: 1",
        f"{late} – termin: piątek, 27 listopada 2026",
        "Do końca dnia dzisiejszego: 1",
        f"{today} – termin: poniedziałek, 30 listopada 2026",
        "W najbliższych dniach: 1",
        f"{soon} – termin: środa, 2 grudnia 2026",
        f"Kolejka: {DESK}/",
    ]


def test_no_name_address_or_customer_number_leaves_the_desk_with_it(wanted: Database) -> None:
    filed(wanted, MONDAY, last_name="Żółkiewski", email="zolkiewski@example.com", email_again="zolkiewski@example.com")
    morning = comes(wanted)
    morning.run()
    (mail,) = morning.mailer.sent
    assert not [word for word in ("Żółkiewski", "zolkiewski@", "770000") if word in mail.text + mail.html]


def test_a_case_with_something_missing_is_told_as_such(wanted: Database) -> None:
    filed(wanted, MONDAY, regulamin_signed="no")
    morning = comes(wanted)
    morning.run()
    assert "– ma braki" in morning.mailer.sent[0].text


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2026, 12, 24), date(2026, 12, 1)])
def test_on_a_day_off_nothing_is_sent_and_the_next_morning_is_put(wanted: Database, day: date) -> None:
    filed(wanted, MONDAY)
    with wanted.transaction() as session:
        session.add(ClosedDay(day=date(2026, 12, 1), reason="awaria wody"))
    morning = comes(wanted, day)
    morning.run()
    assert morning.mailer.sent == []
    assert len(open_mornings(wanted)) == 1


def test_nothing_due_is_no_mail(wanted: Database) -> None:
    filed(wanted, MONDAY + 9 * DAY)
    morning = comes(wanted)
    morning.run()
    assert morning.mailer.sent == []


def test_without_an_address_nothing_is_sent_until_somebody_sets_one(database: Database) -> None:
    filed(database, MONDAY)
    comes(database).run()
    with database.transaction() as session:
        office.put(session, "digest_to", TO)
        session.execute(sa.update(Task).where(Task.kind == KIND.name).values(not_before=database.now(session)))
    morning = desk(database, MONDAY)
    morning.run()
    assert [mail.to for mail in morning.mailer.sent] == [TO]


def test_a_mail_server_that_is_down_is_waited_for_and_the_mail_is_sent_once(wanted: Database) -> None:
    filed(wanted, MONDAY)
    morning = comes(wanted)

    def down(mail: Mail) -> None:
        raise TransientError("no_answer", "mail")

    morning.mailer.trouble = down
    morning.run()
    assert morning.mailer.sent == []
    morning.mailer.trouble = lambda mail: None
    morning.later()
    morning.run()
    assert len(morning.mailer.sent) == 1


def test_the_next_one_comes_at_half_past_six_on_the_offices_wall(wanted: Database) -> None:
    comes(wanted).run()
    (following,) = open_mornings(wanted)
    assert following.astimezone(OFFICE_TIME).time() == time(6, 30)


def test_of_a_long_list_the_rest_is_counted() -> None:
    due = DueGroup([DueCase("2026/11/0007", MONDAY, False)], 12)
    mail = digest(Digest(TO, MONDAY, DESK, late=due, troubled=3), branding.load())
    assert "po terminie 13" in mail.subject
    for text in (mail.text, mail.html):
        assert "i jeszcze 12" in text
    assert "Konta, które czekają na pracownika: 3" in mail.text


@pytest.mark.parametrize("typed", ["biuro", "a@b.pl, c@d.pl", "a@b.pl\nBcc: c@d.pl"])
def test_what_is_no_mailbox_is_refused(database: Database, typed: str) -> None:
    with database.transaction() as session, pytest.raises(office.InvalidSetting) as refused:
        office.put(session, "digest_to", typed)
    assert refused.value.code == "mailbox"
