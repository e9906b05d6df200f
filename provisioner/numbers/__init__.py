"""Numbers for the manager: counted from cases and accounts whenever somebody asks, and kept nowhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.status import CaseStatus
from provisioner.numbers import counting
from provisioner.numbers.counting import Tally, What, first_year
from provisioner.numbers.decisions import Decisions, Why, decisions
from provisioner.numbers.figures import Figures, summed
from provisioner.numbers.period import Period
from provisioner.numbers.refusals import Refusals, clauses
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
    months: dict[int, Figures] = {}
    overdue = 0
    for one in counting.tallies(session, period, today):
        if one.what is What.OVERDUE:
            overdue = one.many
        else:
            months[one.day.month] = _tallied(months.get(one.day.month, Figures()), one)
    found = list(decisions(session, period))
    _decided(months, found, office.calendar_in_force(session))
    why = Counter(dict.fromkeys(Why, 0))
    for made in found:
        if made.why:
            why[Why(made.why)] += made.many
    return Numbers(
        period,
        {month: months.get(month, Figures()) for month in period.months(today)},
        summed(months.values()),
        Refusals(clauses(session, period), why[Why.CLAUSE], why[Why.UNSIGNED], why[Why.OTHER]),
        sum(one.many for one in found if one.clock_from is None),
        overdue,
        office.rules(session).deadline_last_day,
    )


def _tallied(now: Figures, one: Tally) -> Figures:
    if one.channel is None:
        return replace(now, sent=now.sent + one.many, activated=now.activated + one.used)
    branches = now.branches + Counter({one.branch: one.many})
    return replace(now, intake=now.intake + Counter({one.channel: one.many}), branches=branches)


def _decided(months: dict[int, Figures], found: Sequence[Decisions], calendar: Calendar) -> None:
    known = [one.clock_from for one in found if one.clock_from]
    passed = between(calendar, min(known), max(one.day for one in found)) if known else None
    for one in found:
        now = _outcome(months.get(one.day.month, Figures()), one.status, one.many)
        if passed and one.clock_from and one.due_last:
            late = one.many if one.day > one.due_last else 0
            now = replace(now, timed=now.timed + one.many, late=now.late + late)
            if not one.in_months:
                now.days[passed(min(one.clock_from, one.day), one.day)] += one.many
        months[one.day.month] = now


def _outcome(now: Figures, status: CaseStatus, count: int) -> Figures:
    name = "approved" if status is CaseStatus.APPROVED else "refused"
    return replace(now, **{name: getattr(now, name) + count})
