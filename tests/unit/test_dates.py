"""Days as clerks type them: the nearest one without a year, the next one where only a coming one makes sense."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.entry.dates import read_date

TODAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@given(TODAYS, st.integers(-182, 182))
def test_a_day_without_a_year_is_the_nearest_one(today: date, away: int) -> None:
    meant = today + timedelta(days=away)
    if (meant.day, meant.month) != (29, 2):
        assert read_date(f"{meant:%d.%m}", today) == read_date(f"{meant:%d%m}", today) == meant


@given(TODAYS)
def test_29_february_is_found_on_every_day_of_every_year(today: date) -> None:
    found = read_date("29.02", today)
    assert found is not None
    assert (found.day, found.month) == (29, 2)
    assert found - today < timedelta(days=183)


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        (date(2026, 11, 25), "27.11", date(2026, 11, 27)),
        (date(2026, 12, 30), "2.01", date(2027, 1, 2)),
        (date(2027, 1, 4), "29.12", date(2026, 12, 29)),
        (date(2027, 3, 1), "29.02", date(2024, 2, 29)),
        (date(2028, 3, 1), "29.02", date(2028, 2, 29)),
        (date(2029, 1, 10), "2902", date(2028, 2, 29)),
        (date(2103, 6, 1), "29.02", date(2096, 2, 29)),
    ],
)
def test_a_little_ahead_is_not_a_year_ago(today: date, typed: str, meant: date) -> None:
    assert read_date(typed, today) == meant


@pytest.mark.parametrize("typed", ["27–11–2026", "27 ‑ 11 ‑ 2026", "2026–11–27", "27\N{NO-BREAK SPACE}11"])
def test_the_signs_between_the_numbers_may_come_from_a_document(typed: str) -> None:
    assert read_date(typed, date(2026, 11, 28)) == date(2026, 11, 27)


@given(TODAYS)
def test_a_coming_day_without_a_year_never_lies_behind(today: date) -> None:
    found = read_date("2.05", today, coming=True)
    assert found is not None
    assert today <= found < today + timedelta(days=366)


@pytest.mark.parametrize(
    "typed", ["27.11.26", "27/11/26", "271126", "27.XI.2026", "27 xi 26", "27.11.2026 r.", "27.11.2026r", "27.11.26 r."]
)
def test_a_date_is_read_as_it_stands_on_papers(typed: str) -> None:
    assert read_date(typed, date(2030, 1, 1)) == date(2026, 11, 27)


@pytest.mark.parametrize("typed", ["27.IIX.2026", "27.XIII.2026", "31.02.26", "310226", "2711261", "27.11 26 2", "r."])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert read_date(typed, date(2030, 1, 1)) is None
