"""What a clerk keys in of a request to erase, checked as one whole (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import provisioner.erasures.paper as paper
from provisioner.cases.filing import check_days, why_corrected
from provisioner.entry.field import Values, read_values
from provisioner.entry.reader import EntryProblems, Reader
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
    completing: bool = False,
    stood: date | None = None,
) -> Entry:
    """Read a keyed form; of a recorded request `stood` is its day of receipt.

    Raises EntryProblems with every problem, in the order of the form.
    """
    read = Reader(raw, today=today, customer_number=practice.read_number)
    values = read_values(read, paper.FIELDS)
    arrived = read.day(paper.COMPLETED_ON, required=True) if completing else None
    check_days(read, written=values[paper.DOCUMENT_DATE], received=values[paper.RECEIVED_ON], completed=arrived)
    why = why_corrected(read, values[paper.RECEIVED_ON], stood)
    wrong = {one.field for one in read.problems}
    if not values[paper.COMPANY_NAME] and not values[paper.LAST_NAME] and paper.LAST_NAME.name not in wrong:
        read.wrong(paper.LAST_NAME.name, "who_asks")
    if read.problems:
        raise EntryProblems(sorted(read.problems, key=lambda one: paper.ORDER.index(one.field)))
    return Entry(values, arrived, why)
