"""What is possible but rarely meant: it is asked about, and saved once the tick beside the field says so."""

from collections.abc import Callable
from datetime import date

import provisioner.applications.paper as paper
from provisioner.applications.tables import Application
from provisioner.cases.channels import Channel
from provisioner.cases.deadlines import clock_start
from provisioner.cases.status import CaseStatus
from provisioner.entry.field import Field, Values
from provisioner.entry.reader import Reader

LastDay = Callable[[date, Channel], date]
"""The last day of a deadline whose clock starts on a day."""


def ask_about_deadline(
    read: Reader, values: Values, completed_on: date | None, corrected: Application | None, last_day: LastDay
) -> None:
    """Ask about a date that would make the case overdue the moment it is saved; never about one that stood before."""
    received, channel = values[paper.RECEIVED_ON], values[paper.CHANNEL]
    completing = corrected is not None and corrected.status is CaseStatus.INCOMPLETE
    if corrected and not completing:
        if (received, channel) == (corrected.received_on, corrected.channel):
            return
        completed_on = corrected.completed_on
    start = clock_start(received, completed_on)
    if last_day(start, channel) < read.today:
        asked: Field[date] | Field[date | None] = paper.COMPLETED_ON if completing else paper.RECEIVED_ON
        read.ask(asked.name, "overdue", start.isoformat())
