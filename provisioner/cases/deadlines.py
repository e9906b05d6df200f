"""The deadline of a paper case: from which day the office counts, and how it came about (R4)."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.channels import Channel
from provisioner.cases.tables import Case
from provisioner.office import OfficeRules
from provisioner.office.working_days import Calendar, Deadline, Window, deadline, month_term


def deadline_of(
    start: date, channel: Channel, rules: OfficeRules, calendar: Calendar, window: Window | None = None
) -> Deadline:
    """The deadline of a filing on `start`; an e-mail of a day off counts from the next working day, unless the rules
    say `same_day`.

    Without a `window` it is that of an application. Raises ValueError for a year outside 2000–2100.
    """
    moves_on = channel is Channel.EMAIL and rules.email_clock == "next_working_day"
    return deadline(start, calendar, window or rules.window, moves_on=moves_on)


def deadline_for(session: Session, start: date, channel: Channel) -> Deadline:
    """The same by the rules and the calendar in force."""
    rules = office.rules(session)
    return deadline_of(start, channel, rules, office.calendar(session, rules))


LastDay = Callable[[date, date | None, Channel], date]
"""The last day of a deadline, by the day of receipt, the day of completion and the channel."""


def last_days(session: Session) -> LastDay:
    """The last day by the rules and the calendar in force, for whoever asks later without a session."""
    rules = office.rules(session)
    calendar = office.calendar(session, rules)

    def last(received_on: date, completed_on: date | None, channel: Channel) -> date:
        return deadline_of(clock_start(received_on, completed_on, rules), channel, rules, calendar).last

    return last


class Term(NamedTuple):
    """The clock of a case: from which day it runs, and the first and the last day to decide."""

    clock_from: date
    first: date
    last: date


def term(case: Case, rules: OfficeRules, calendar: Calendar) -> Term:
    """The term of a case; one in months is open from its first day.

    By law, so whatever the rules say, the month of a request starts once it is known who asks (art. 12(6) GDPR).
    """
    if months := case.answer_months():
        start = _later(case.received_on, case.completed_on)
        moves_on = rules.request_term_end == "next_working_day"
        return Term(start, start, month_term(start, months, moves_on=moves_on))
    start = clock_start(case.received_on, case.completed_on, rules)
    due = deadline_of(start, case.channel, rules, calendar, case.window(rules))
    return Term(due.clock_from, due.first, due.last)


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
    found = deadline_of(case.received_on, case.channel, rules, calendar, window)
    if found.clock_from == case.clock_from:
        return found
    return deadline_of(case.clock_from, case.channel, rules, calendar, window)
