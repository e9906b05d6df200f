"""Named places at which a test may kill, stop or fail the process; nothing happens there in production."""

from collections.abc import Callable
from enum import StrEnum


class Failpoint(StrEnum):
    """The places between which something can be lost (docs/faults.md)."""

    AFTER_CLAIM = "after_claim"
    AFTER_POST = "after_post"
    AFTER_CREATED_COMMIT = "after_created_commit"
    BEFORE_SMTP = "before_smtp"
    AFTER_250 = "after_250"
    AFTER_NOTIFIED_COMMIT = "after_notified_commit"


Reach = Callable[[Failpoint], None]


def pass_by(point: Failpoint) -> None:
    """Go on."""
