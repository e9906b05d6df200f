"""What every paper says of its days and of the copy that the customer takes home, and when that cannot be (R3, R4)."""

from datetime import date

from provisioner.cases.channels import COPY_CHANNELS, Channel
from provisioner.entry.reader import Reader

CHANNEL, RECEIVED_ON, DOCUMENT_DATE = "channel", "received_on", "document_date"
COMPLETED_ON, COPY_HANDED = "completed_on", "copy_handed"
DATE_REASON = "date_reason"
"""Why the day of receipt is corrected; it stands beside both days in the history and on no paper."""
LONGEST_REASON = 500


def check_days(read: Reader, *, written: date | None, received: date, completed: date | None) -> None:
    """It is written before it is received, and completed after it."""
    if read.misread(RECEIVED_ON):
        return
    if written and written > received:
        read.wrong(DOCUMENT_DATE, "after_received")
    if completed and completed < received:
        read.wrong(COMPLETED_ON, "before_received")


def copy_ticked(read: Reader) -> bool:
    """Whether the paper is said to have been copied for the customer."""
    return read.raw.get(COPY_HANDED, "") == "yes"


def check_copy(read: Reader, channel: Channel) -> None:
    """At the counter a copy is handed over, and nowhere else (R3)."""
    if read.misread(CHANNEL):
        return
    handed = copy_ticked(read)
    if handed and channel not in COPY_CHANNELS:
        read.wrong(COPY_HANDED, "no_copy_by_post")
    if not handed and channel in COPY_CHANNELS:
        read.wrong(COPY_HANDED, "copy_required")
