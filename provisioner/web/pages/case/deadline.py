"""The stored deadline of a case and how it was counted, day by day or in months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.cases.deadlines import counted_by, term
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.office import OfficeRules
from provisioner.office.working_days import Calendar, Deadline, month_term
from provisioner.web.words.dates import in_words, short_day
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class DeadlineCard:
    """The days of a deadline; `lines` and `counted` explain them, `changed` says that they do not any more.

    `first` is empty where only the last day matters.
    """

    first: str
    last: str
    lines: Sequence[str]
    counted: Deadline | None = None
    changed: str = ""


def runs(one: Case) -> bool:
    """Whether there is a deadline: none while the customer has to complete it, or after a refusal or withdrawal."""
    return one.status in (CaseStatus.RECORDED, CaseStatus.APPROVED)


def deadline_card(one: Case, rules: OfficeRules, calendar: Calendar) -> DeadlineCard | None:
    """How the deadline of a case that asks for no account came about."""
    if not runs(one):
        return None
    if months := one.answer_months():
        return _in_months(one, months, term(one, rules, calendar).last)
    return in_days(one, counted_by(one, rules, calendar))


def in_days(one: Case, counted: Deadline, *, first: str = "") -> DeadlineCard:
    """A deadline in working days, each day off with its reason."""
    last = short_day(one.due_last)
    if counted.last != one.due_last:
        return DeadlineCard(first, last, (), changed=_changed(counted.last))
    lines = [*_completed(one), _("From %(day)s; that day itself does not count.", day=in_words(one.clock_from))]
    return DeadlineCard(first, last, lines, counted)


def _completed(one: Case) -> Iterator[str]:
    """What the completion did to the clock, which the stored deadline tells whatever the rules are by now."""
    if one.completed_on is None or one.completed_on <= one.received_on:
        return
    if one.clock_from < one.completed_on:
        yield _("Completed on %(day)s; the clock runs on from the receipt.", day=in_words(one.completed_on))
    else:
        yield _("Completed on %(day)s; the clock starts anew.", day=in_words(one.completed_on))


def _in_months(one: Case, months: int, counted: date) -> DeadlineCard:
    if counted != one.due_last:
        return DeadlineCard("", short_day(one.due_last), (), changed=_changed(counted))
    return DeadlineCard("", short_day(one.due_last), list(_months(one.clock_from, months, counted)))


def _months(start: date, months: int, counted: date) -> Iterator[str]:
    ends = month_term(start, months, moves_on=False)
    in_full = ngettext("%(num)d month", "%(num)d months", months)
    yield _("%(term)s from %(day)s", term=in_full, day=in_words(start))
    if ends != counted:
        yield _("It ends on %(day)s, a day off: so on the next working day.", day=in_words(ends))


def _changed(counted: date) -> str:
    return _(
        "The calendar has changed since: today it would be %(day)s. The stored deadline stays.", day=in_words(counted)
    )
