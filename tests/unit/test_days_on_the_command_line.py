"""The command line takes days as the desk does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from provisioner import office
from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.office.time import office_date


def called(url: str, *words: str) -> str:
    """What a command says."""
    return (
        CliRunner()
        .invoke(provisioner, words, env={"PROVISIONER_DATABASE_URL": url, "PROVISIONER_JOURNAL_KEY": "j" * 40})
        .output
    )


@pytest.mark.parametrize("typed", ["27.11.2026", "27112026", "2026-11-27", "27–11–2026"])
def test_a_full_date_is_understood_however_it_is_written(sqlite_url: str, typed: str) -> None:
    assert called(sqlite_url, "deadline", typed).startswith("Data wpływu: piątek 27.11.2026")


def test_today_yesterday_and_a_day_without_a_year_are_understood(sqlite_url: str) -> None:
    today = office_date(datetime.now(UTC))
    for typed, meant in (("d", today), ("w", today - timedelta(days=1)), (f"{today:%d.%m}", today)):
        assert f"{meant.day}.{meant:%m.%Y}" in called(sqlite_url, "deadline", typed).splitlines()[0]


def test_a_closed_day_without_a_year_is_the_next_such_day(sqlite_url: str) -> None:
    today = office_date(datetime.now(UTC))
    typed = f"{today + timedelta(days=300):%d.%m}"
    assert "Closed:" in called(sqlite_url, "closed-day", "add", typed, "inwentaryzacja")
    closed = closed_days(sqlite_url)
    assert [f"{day:%d.%m}" for day in closed] == [typed]
    assert min(closed) > today
    assert "Open again:" in called(sqlite_url, "closed-day", "remove", typed)
    assert closed_days(sqlite_url) == set()


def test_what_is_no_day_is_told_with_what_is(sqlite_url: str) -> None:
    assert "27.11.2026, 27.11, 2026-11-27, d (today)" in called(sqlite_url, "deadline", "31.02.2026")


def closed_days(url: str) -> set[date]:
    database = Database(url)
    with database.reading() as session:
        found = set(office.calendar(session, office.rules(session)).closed_days)
    database.close()
    return found
