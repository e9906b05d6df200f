"""The doors through which the office's closed days change, and what that does to open cases (R4)."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from provisioner import journal, office
from provisioner.administration.effects import Effect
from provisioner.administration.setting import OBJECT
from provisioner.cases.recounted import recounted
from provisioner.journal.events import Event


class ClosedAlready(Exception):
    """The office is closed on this day already; the text is the reason that stands."""


class NotClosed(Exception):
    """The office is not closed on this day (any more)."""


def by_closing(session: Session, day: date) -> Effect:
    """Which open cases would be counted differently, were the office closed on this day."""
    rules = office.rules(session)
    calendar = office.calendar(session, rules)
    return Effect(recounted(session, rules, replace(calendar, closed_days={day: "", **calendar.closed_days})))


def by_opening(session: Session, day: date) -> Effect:
    """Which open cases would be counted differently, were the office open on this day after all."""
    rules = office.rules(session)
    calendar = office.calendar(session, rules)
    left = {other: reason for other, reason in calendar.closed_days.items() if other != day}
    return Effect(recounted(session, rules, replace(calendar, closed_days=left)))


def close_day(session: Session, day: date, reason: str, *, actor: str, at: datetime, rename: bool = False) -> None:
    """Close the office on a day, with a line that says how many open cases are counted differently.

    Raises ClosedAlready, unless a reason that stands is to be replaced.
    """
    office.alone(session)
    standing = office.calendar(session, office.rules(session)).closed_days.get(day)
    if standing is not None and not rename:
        raise ClosedAlready(standing)
    found = by_closing(session, day)
    office.close(session, day, reason)
    _write(session, Event.CLOSED_DAY_ADDED, day, found, actor=actor, at=at)


def open_day(session: Session, day: date, *, actor: str, at: datetime) -> None:
    """Open the office on a closed day after all, with the same line. Raises NotClosed."""
    office.alone(session)
    found = by_opening(session, day)
    if not office.reopen(session, day):
        raise NotClosed(day)
    _write(session, Event.CLOSED_DAY_REMOVED, day, found, actor=actor, at=at)


def _write(session: Session, event: Event, day: date, found: Effect, *, actor: str, at: datetime) -> None:
    journal.record(session, event, at=at, actor=actor, object_type=OBJECT, object_id=day.isoformat(), **found.counts())
