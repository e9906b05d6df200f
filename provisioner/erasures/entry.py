"""What a clerk keys in of a request to erase, checked as one whole (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import provisioner.erasures.paper as paper
from provisioner.cases.deadlines import LastDay, ask_about_deadline, completes, why_corrected
from provisioner.cases.filing import check_days
from provisioner.entry.field import Values, read_values
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.erasures.tables import ErasureRequest
from provisioner.logins import Practice


@dataclass(frozen=True)
class Entry:
    """A checked form."""

    values: Values
    completed_on: date | None = None
    date_reason: str = ""


def read_request(
    raw: Mapping[str, str],
    *,
    today: date,
    practice: Practice,
    last_day: LastDay,
    corrected: ErasureRequest | None = None,
) -> Entry:
    """Read a keyed form. Raises EntryProblems with every problem and question, in the order of the form."""
    read = Reader(raw, today=today, customer_number=practice.read_number)
    values = read_values(read, paper.FIELDS)
    arrived = read.day(paper.COMPLETED_ON, required=True) if completes(corrected) else None
    check_days(read, written=values[paper.DOCUMENT_DATE], received=values[paper.RECEIVED_ON], completed=arrived)
    why = why_corrected(read, values[paper.RECEIVED_ON], corrected)
    if not values[paper.COMPANY_NAME] and not values[paper.LAST_NAME] and not read.misread(paper.LAST_NAME.name):
        read.wrong(paper.LAST_NAME.name, "who_asks")
    ask_about_deadline(
        read, received=values[paper.RECEIVED_ON], channel=values[paper.CHANNEL], completed=arrived,
        corrected=corrected, last_day=last_day,
    )  # fmt: skip
    if read.problems:
        raise EntryProblems(sorted(read.problems, key=lambda one: paper.ORDER.index(one.field)))
    return Entry(values, arrived, why)
