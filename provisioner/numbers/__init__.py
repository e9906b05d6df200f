"""Numbers for the manager: counted from cases and accounts whenever somebody asks, and kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.status import CaseStatus
from provisioner.numbers import counting
from provisioner.numbers.counting import first_year
from provisioner.numbers.figures import Figures, summed
from provisioner.numbers.period import Period
from provisioner.numbers.refusals import Refusals, refusals
from provisioner.numbers.working_days import between
from provisioner.office.working_days import Calendar

__all__ = ["Figures", "Numbers", "Period", "first_year", "numbers"]


@dataclass(frozen=True)
class Numbers:
    """The figures of a period, month by month and together; `erased` decisions say no more than that they were made,
    `overdue` is of today.
    """

    period: Period
    months: Mapping[int, Figures]
    whole: Figures
    refusals: Refusals
    erased: int
    overdue: int
    last_day: int


def numbers(session: Session, period: Period, *, today: date) -> Numbers:
    """Everything the page and the report say of a period."""
    months = {month: Figures(intake=count) for month, count in counting.intake(session, period).items()}
    _decided(months, list(counting.decisions(session, period)), office.calendar_in_force(session))
    erased = 0
    for status, day, count in counting.erased_decisions(session, period):
        months[day.month] = _outcome(months.get(day.month, Figures()), status, count)
        erased += count
    for one in counting.login_details(session, period):
        now = months.get(one.month, Figures())
        months[one.month] = replace(now, sent=now.sent + one.sent, activated=now.activated + one.activated)
    return Numbers(
        period,
        {month: months.get(month, Figures()) for month in period.months(today)},
        summed(months.values()),
        refusals(session, period),
        erased,
        counting.overdue(session, today),
        office.rules(session).deadline_last_day,
    )


def _decided(months: dict[int, Figures], found: list[counting.Decisions], calendar: Calendar) -> None:
    if not found:
        return
    passed = between(calendar, min(one.clock_from for one in found), max(one.day for one in found))
    for one in found:
        now = _outcome(months.get(one.day.month, Figures()), one.status, one.many)
        late = one.many if one.day > one.due_last else 0
        months[one.day.month] = replace(now, timed=now.timed + one.many, late=now.late + late)
        if not one.in_months:
            now.days[passed(min(one.clock_from, one.day), one.day)] += one.many


def _outcome(now: Figures, status: CaseStatus, count: int) -> Figures:
    name = "approved" if status is CaseStatus.APPROVED else "refused"
    return replace(now, **{name: getattr(now, name) + count})
