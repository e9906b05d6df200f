"""The deadline of a paper case: from which day the office counts, and how it came about (R4)."""

from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.channels import Channel
from provisioner.cases.filing import COMPLETED_ON, DATE_REASON, LONGEST_REASON, RECEIVED_ON
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.entry.reader import Reader
from provisioner.office import OfficeRules
from provisioner.office.working_days import Calendar, Deadline, Window, deadline, month_term


class Filed(NamedTuple):
    """When and how a paper came, and when it was completed; the hour where it is known."""

    received_on: date
    completed_on: date | None
    channel: Channel
    received_time: time | None = None


LastDay = Callable[[Filed], date]
"""The last day of a deadline, by how a paper was filed."""


def deadline_of(
    start: date,
    channel: Channel,
    rules: OfficeRules,
    calendar: Calendar,
    window: Window | None = None,
    *,
    at: time | None = None,
) -> Deadline:
    """The deadline of a filing on `start`; an e-mail of a day off counts from the next working day, unless the rules
    say `same_day`, and so does one that came (`at`) when the office had closed.

    Without a `window` it is that of an application. Raises ValueError for a year outside 2000–2100.
    """
    mailed, closes = channel is Channel.EMAIL, rules.office_closes
    late = mailed and at is not None and closes is not None and at > closes
    moves_on = mailed and rules.email_clock == "next_working_day"
    return deadline(start, calendar, window or rules.window, moves_on=moves_on, late=late)


def deadline_for(session: Session, start: date, channel: Channel, *, at: time | None = None) -> Deadline:
    """The same by the rules and the calendar in force."""
    rules = office.rules(session)
    return deadline_of(start, channel, rules, office.calendar(session, rules), at=at)


def last_days(session: Session, case: Case) -> LastDay:
    """The last day by the rules and the calendar in force, for whoever asks later without a session.

    The case is the one that is corrected, or an empty one of the kind that a new one will be.
    """
    rules = office.rules(session)
    calendar = office.calendar(session, rules)
    return lambda filed: _term(case, filed, rules, calendar).last


class Term(NamedTuple):
    """The clock of a case: from which day it runs, and the first and the last day to decide."""

    clock_from: date
    first: date
    last: date


def term(case: Case, rules: OfficeRules, calendar: Calendar) -> Term:
    """The term of a case; one in months is open from its first day.

    By law, so whatever the rules say, the month of a request starts once it is known who asks (art. 12(6) GDPR).
    """
    return _term(case, filed(case), rules, calendar)


def filed(case: Case) -> Filed:
    """How a case was filed, as far as its deadline hangs on it."""
    return Filed(case.received_on, case.completed_on, case.channel, case.received_time)


def _term(case: Case, filed: Filed, rules: OfficeRules, calendar: Calendar) -> Term:
    if months := case.answer_months():
        start = _later(filed.received_on, filed.completed_on)
        moves_on = rules.request_term_end == "next_working_day"
        return Term(start, start, month_term(start, months, moves_on=moves_on))
    start = clock_start(filed.received_on, filed.completed_on, rules)
    due = deadline_of(start, filed.channel, rules, calendar, case.window(rules), at=_hour(filed, start))
    return Term(due.clock_from, due.first, due.last)


def _hour(filed: Filed, start: date) -> time | None:
    """That of the mail; where a completion started the clock it says nothing."""
    return filed.received_time if start == filed.received_on else None


def set_deadline(session: Session, case: Case) -> None:
    """Set the deadline by the rules and the calendar in force."""
    rules = office.rules(session)
    case.clock_from, case.due_first, case.due_last = term(case, rules, office.calendar(session, rules))


def clock_start(received_on: date, completed_on: date | None, rules: OfficeRules) -> date:
    """The day the clock starts: when the correctly filled paper was there, or by the rules with the receipt (R4)."""
    return received_on if rules.clock_on_completion == "run_on" else _later(received_on, completed_on)


def _later(received_on: date, completed_on: date | None) -> date:
    return max(received_on, completed_on or received_on)


def counted(session: Session, case: Case) -> Deadline:
    """The stored deadline explained by today's calendar; after a completion the clock started on another day."""
    rules = office.rules(session)
    return counted_by(case, rules, office.calendar(session, rules))


def counted_by(case: Case, rules: OfficeRules, calendar: Calendar) -> Deadline:
    """The same by given rules; of a case whose clock runs in working days."""
    window = case.window(rules)
    at = _hour(filed(case), clock_start(case.received_on, case.completed_on, rules))
    found = deadline_of(case.received_on, case.channel, rules, calendar, window, at=at)
    if found.clock_from == case.clock_from:
        return found
    return deadline_of(case.clock_from, case.channel, rules, calendar, window)


def of_today(_filed: Filed) -> date:
    """The last day where nothing is asked, because everything is received today."""
    return date.max


def completes(corrected: Case | None) -> bool:
    """Whether an entry about this case adds what was missing."""
    return corrected is not None and corrected.status is CaseStatus.INCOMPLETE


def why_corrected(read: Reader, received: date, corrected: Case | None) -> str:
    """Why another day of receipt is typed than the case says: it moves the deadline, so it has a reason (R4)."""
    if corrected is None or corrected.received_on == received or read.misread(RECEIVED_ON):
        return ""
    return read.lines(DATE_REASON, LONGEST_REASON, required=True)


def ask_about_deadline(
    read: Reader,
    *,
    received: date,
    channel: Channel,
    completed: date | None,
    corrected: Case | None,
    last_day: LastDay,
    at: time | None = None,
) -> None:
    """Ask about a date that would make the case overdue the moment it is saved: possible, but rarely meant (R4).

    One that stood before is never asked about.
    """
    completing = completes(corrected)
    if corrected and not completing:
        if (received, channel, at) == (corrected.received_on, corrected.channel, corrected.received_time):
            return
        completed = corrected.completed_on
    if last_day(Filed(received, completed, channel, at)) < read.today:
        about = completed if completing and completed else received
        read.ask(COMPLETED_ON if completing else RECEIVED_ON, "overdue", about.isoformat())
