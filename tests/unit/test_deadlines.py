"""R4: the 3rd and 7th working day, on dates chosen for the days off around them."""

from datetime import date, time, timedelta

import pytest

from provisioner.cases.channels import Channel
from provisioner.cases.deadlines import deadline_of
from provisioner.office import OfficeRules
from provisioner.office.working_days import Calendar, DayKind, statutory_holidays

CLOSED = Calendar({date(2026, 12, 28): "za 26 grudnia"})


@pytest.mark.parametrize(
    ("received", "third", "seventh"),
    [
        ("2026-11-23", "2026-11-26", "2026-12-02"),
        ("2026-11-20", "2026-11-25", "2026-12-01"),
        ("2026-11-09", "2026-11-13", "2026-11-19"),
        ("2026-12-23", "2026-12-30", "2027-01-07"),
        ("2026-08-10", "2026-08-13", "2026-08-19"),
        ("2026-12-22", "2026-12-29", "2027-01-05"),
        ("2026-12-31", "2027-01-07", "2027-01-13"),
        ("2027-03-24", "2027-03-30", "2027-04-05"),
    ],
)
def test_r4_counts_working_days_from_the_day_after_filing(received: str, third: str, seventh: str) -> None:
    found = deadline_of(date.fromisoformat(received), Channel.COUNTER, OfficeRules(), Calendar())
    assert (found.first.isoformat(), found.last.isoformat()) == (third, seventh)


def test_r4_a_closed_day_stops_the_clock_and_is_named() -> None:
    found = deadline_of(date(2026, 12, 23), Channel.POST, OfficeRules(), CLOSED)
    assert (found.first, found.last) == (date(2026, 12, 31), date(2027, 1, 8))
    assert [d.name for d in found.skipped if d.kind is DayKind.CLOSED] == ["za 26 grudnia"]


def test_r4_an_email_on_a_sunday_counts_from_monday() -> None:
    found = deadline_of(date(2026, 11, 22), Channel.EMAIL, OfficeRules(), Calendar())
    assert (found.clock_from, found.first, found.last) == (date(2026, 11, 23), date(2026, 11, 26), date(2026, 12, 2))


def test_r4_an_email_on_a_sunday_counts_from_sunday_where_the_office_says_so() -> None:
    found = deadline_of(date(2026, 11, 22), Channel.EMAIL, OfficeRules(email_clock="same_day"), Calendar())
    assert (found.first, found.last) == (date(2026, 11, 25), date(2026, 12, 1))


CLOSES = OfficeRules(email_cutoff_time="15:30")


@pytest.mark.parametrize(
    ("received", "at", "channel", "rules", "counted", "late"),
    [
        ("2026-11-23", time(15, 30), Channel.EMAIL, CLOSES, "2026-11-23", False),
        ("2026-11-23", time(15, 31), Channel.EMAIL, CLOSES, "2026-11-24", True),
        ("2026-11-20", time(23, 59), Channel.EMAIL, CLOSES, "2026-11-23", True),
        ("2026-11-22", time(18, 0), Channel.EMAIL, CLOSES, "2026-11-23", False),
        ("2026-11-23", None, Channel.EMAIL, CLOSES, "2026-11-23", False),
        ("2026-11-23", time(18, 0), Channel.POST, CLOSES, "2026-11-23", False),
        ("2026-11-23", time(18, 0), Channel.EMAIL, OfficeRules(), "2026-11-23", False),
    ],
    ids=["at the last minute", "a minute later", "on a Friday", "on a Sunday", "no hour", "no e-mail", "switched off"],
)
def test_r4_an_email_after_office_hours_counts_from_the_next_working_day(
    received: str, at: time | None, channel: Channel, rules: OfficeRules, counted: str, late: bool
) -> None:
    found = deadline_of(date.fromisoformat(received), channel, rules, Calendar(), at=at)
    assert (found.clock_from.isoformat(), found.late) == (counted, late)


def test_r4_a_letter_received_on_a_sunday_is_not_moved() -> None:
    assert deadline_of(date(2026, 11, 22), Channel.POST, OfficeRules(), Calendar()).clock_from == date(2026, 11, 22)


def test_christmas_eve_is_a_holiday_since_2025_only() -> None:
    assert date(2025, 12, 24) in statutory_holidays(2025)
    assert date(2024, 12, 24) not in statutory_holidays(2024)


def easter(year: int) -> date:
    """Gauss's reckoning, as a check on the library."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize("year", range(2025, 2041))
def test_the_fourteen_statutory_holidays_agree_with_our_own_table(year: int) -> None:
    fixed = [(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26)]
    movable = [easter(year) + timedelta(days=n) for n in (0, 1, 49, 60)]
    named = {date(year, month, day) for month, day in fixed} | set(movable)
    assert {day for day in statutory_holidays(year) if day.weekday() != 6} == {d for d in named if d.weekday() != 6}


def test_every_skipped_day_has_a_reason() -> None:
    found = deadline_of(date(2026, 12, 23), Channel.COUNTER, OfficeRules(), Calendar())
    assert all(day.name or day.kind in (DayKind.SATURDAY, DayKind.SUNDAY) for day in found.skipped)
    assert [day.count for day in found.days if day.kind is DayKind.WORKING] == [1, 2, 3, 4, 5, 6, 7]


def test_a_year_nobody_means_is_refused() -> None:
    with pytest.raises(ValueError, match="out of range"):
        deadline_of(date(1026, 11, 23), Channel.COUNTER, OfficeRules(), Calendar())


def test_days_left_are_negative_after_the_due_date() -> None:
    calendar = Calendar()
    assert calendar.working_days_between(date(2026, 11, 24), date(2026, 11, 30)) == 4
    assert calendar.working_days_between(date(2026, 11, 24), date(2026, 11, 20)) == -2
