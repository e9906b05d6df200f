"""The week's mail: the operator hears that all is well, or what is not, and hears it every week."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner.cli.watching import operator_of
from provisioner.database import Database
from provisioner.mail import Trouble, Week, weekly
from provisioner.mail.language import Language
from provisioner.office.time import OFFICE_TIME
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.ports import Mail, TransientError
from provisioner.settings import Settings, branding
from provisioner.watching import gauges
from provisioner.watching.gauges import Reading
from provisioner.worker import Operator, WeeklyMail
from provisioner.worker.weekly import KIND, next_weekly
from tests.worker.desk import WorkerDesk

TO, DESK, MONDAY = "operator@example.com", "https://desk.example.com", 0
WELL = (Reading(gauges.DATABASE, 1), Reading(gauges.OVERDUE, 0), Reading(gauges.DOWN, 0, "mail"))
TROUBLED = (*WELL, Reading(gauges.OVERDUE, 3), Reading(gauges.CERTIFICATE, 3 * 86_400, "keycloak"))


def comes(
    database: Database, readings: Sequence[Reading], to: str = TO, language: Language = Language.PL
) -> WorkerDesk:
    """The morning comes on which this would be told."""
    made = WorkerDesk(database)
    operator = Operator(to, MONDAY, language, DESK)

    def more(hands: Hands) -> list[AnyHandler]:
        def look() -> Sequence[Reading]:
            assert not database.in_transaction, "some gauges ask the network (P9)"
            return readings

        return [WeeklyMail(hands, made.mailer, look, operator, branding.load())]

    made.more = more
    made.begins(WeeklyMail)
    with database.transaction() as session:
        session.execute(sa.update(Task).where(Task.kind == KIND.name).values(not_before=datetime.now(UTC)))
    return made


def waiting(database: Database) -> list[datetime]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Task.not_before).where(Task.kind == KIND.name, Task.done_at.is_(None))))


def test_a_week_in_which_all_is_well_is_told_too_and_the_next_is_put(database: Database) -> None:
    desk = comes(database, WELL)
    desk.run()
    (mail,) = desk.mailer.sent
    assert (mail.to, mail.subject.partition(": ")[2]) == (TO, "wszystko w porządku")
    for text in (mail.text, mail.html):
        assert "Wszystko w porządku." in text
        assert "Jeżeli w którymś tygodniu jej zabraknie" in text
    (following,) = waiting(database)
    there = following.astimezone(OFFICE_TIME)
    assert (there.weekday(), there.hour, there.minute) == (MONDAY, 7, 0)
    assert following > datetime.now(UTC)


@pytest.mark.parametrize(
    ("language", "subject", "sentences"),
    [
        (Language.PL, "wymaga uwagi: 2",
         ["Sprawy po terminie: 3. [DeskCasesOverdue]",
          "Certyfikat serwera (Keycloak) jest ważny jeszcze tylko 3 d. [DeskCertificateEnds]"]),
        (Language.EN, "needing attention: 2",
         ["Papers whose last day is over: 3. [DeskCasesOverdue]",
          "The certificate of a server (Keycloak) is good for 3 d only. [DeskCertificateEnds]"]),
    ],
)  # fmt: skip
def test_what_is_not_well_is_told_with_the_name_of_its_entry_in_the_runbook(
    database: Database, language: Language, subject: str, sentences: list[str]
) -> None:
    desk = comes(database, TROUBLED, language=language)
    desk.run()
    (mail,) = desk.mailer.sent
    assert (mail.subject.partition(": ")[2], mail.language) == (subject, language)
    for text in (mail.text, mail.html):
        assert [one for one in sentences if one not in text] == []
        assert "docs/runbook.md" in text
        assert ("w tej chwili" if language is Language.PL else "at this moment") in text


def test_a_mail_server_that_is_down_is_waited_for_and_then_told_once(database: Database) -> None:
    desk = comes(database, WELL)

    def down(mail: Mail) -> None:
        raise TransientError("mail_unreachable", "mail")

    desk.mailer.trouble = down
    desk.run()
    desk.mailer.trouble = lambda mail: None
    desk.later()
    desk.run()
    assert len(desk.mailer.sent) == 1


def test_where_nobody_is_named_nobody_is_told(database: Database) -> None:
    desk = comes(database, TROUBLED, to="")
    desk.run()
    assert (desk.mailer.sent, waiting(database)) == ([], [])


def test_the_settings_say_who_when_and_in_which_language() -> None:
    said = Settings.model_validate({"weekly_mail": TO, "weekly_mail_day": "sunday", "weekly_mail_language": "en"})
    assert operator_of(said) == Operator(TO, 6, Language.EN, "http://localhost:8400")
    assert operator_of(Settings()).to == ""


@pytest.mark.parametrize(
    ("weekday", "now", "following"),
    [
        (0, "2026-11-30T05:59:00+00:00", "2026-11-30T07:00"),
        (0, "2026-11-30T06:00:00+00:00", "2026-12-07T07:00"),
        (6, "2026-10-24T12:00:00+00:00", "2026-10-25T07:00"),
        (0, "2026-03-28T12:00:00+00:00", "2026-03-30T07:00"),
    ],
)
def test_it_comes_at_seven_on_the_offices_wall_also_when_the_time_changes(
    weekday: int, now: str, following: str
) -> None:
    found = next_weekly(weekday, datetime.fromisoformat(now)).astimezone(OFFICE_TIME)
    assert f"{found:%Y-%m-%dT%H:%M}" == following


def test_what_is_told_is_escaped_in_html() -> None:
    told = Week(TO, Language.EN, datetime(2026, 11, 30, tzinfo=UTC).date(), DESK, [Trouble("DeskX", "a <b> & c")])
    assert "a &lt;b&gt; &amp; c" in weekly(told, branding.load()).html
