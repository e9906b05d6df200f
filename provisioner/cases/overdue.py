"""A day that would make a case overdue the moment it is saved is possible but rarely meant: it is asked about (R4)."""

from collections.abc import Callable
from datetime import date

from provisioner.cases.channels import Channel
from provisioner.cases.deadlines import clock_start
from provisioner.cases.filing import COMPLETED_ON, RECEIVED_ON
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.entry.reader import Reader

LastDay = Callable[[date, Channel], date]
"""The last day of a deadline whose clock starts on a day."""


def of_today(_start: date, _channel: Channel) -> date:
    """The last day where nothing is asked, because everything is received today."""
    return date.max


def completes(corrected: Case | None) -> bool:
    """Whether an entry about this case adds what was missing."""
    return corrected is not None and corrected.status is CaseStatus.INCOMPLETE


def ask_about_deadline(
    read: Reader,
    *,
    received: date,
    channel: Channel,
    completed: date | None,
    corrected: Case | None,
    last_day: LastDay,
) -> None:
    """Ask about a date that would make the case overdue; never about one that stood before."""
    completing = completes(corrected)
    if corrected and not completing:
        if (received, channel) == (corrected.received_on, corrected.channel):
            return
        completed = corrected.completed_on
    start = clock_start(received, completed)
    if last_day(start, channel) < read.today:
        read.ask(COMPLETED_ON if completing else RECEIVED_ON, "overdue", start.isoformat())
