"""The queue as a file: every open case that the filters of the page let through."""

from collections.abc import Iterable, Iterator

from provisioner.cases.queue import QueueLine, Urgency
from provisioner.sheets import Row
from provisioner.web.words.dates import plain_day
from provisioner.web.words.paper.hindrances import hindrance
from provisioner.web.words.paper.signed import signed_cells, signed_headings
from provisioner.web.words.terms import purpose, word
from provisioner.web.words.translate import _


def headings() -> Row:
    """The first row of the file."""
    return [
        _("Number"), _("Customer"), _("Customer number"), _("What it asked for"), _("State"), _("Channel"), _("Office"),
        _("Received"), _("Due"), _("Urgency"), _("What is missing"), _("Blocked by"), _("Recorded by"),
        *signed_headings(),
    ]  # fmt: skip


def sheet_rows(lines: Iterable[QueueLine]) -> Iterator[Row]:
    """A row for each case; one that waits for the customer is due on no day."""
    for line in lines:
        one = line.case
        yield [
            one.number, one.display_name, one.customer_number, purpose(one.purpose) or _("account"), word(one.status),
            word(one.channel), one.branch, plain_day(one.received_on),
            "" if line.urgency is Urgency.PAUSED else plain_day(one.due_last), word(line.urgency), one.missing,
            ", ".join(hindrance(found) for found in line.hindrances), one.recorder.name,
            *signed_cells(one),
        ]  # fmt: skip
