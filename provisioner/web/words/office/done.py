"""What somebody has decided today and what of the queue does not come to them, in lines."""

from collections.abc import Iterator

from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.coming import Day
from provisioner.web.words.translate import ngettext


def done(today: Day) -> list[str]:
    """What was decided, one line a kind of decision."""
    counted = {status: today.decided.get(status, 0) for status in CaseStatus}
    lines = {
        CaseStatus.APPROVED: ngettext(
            "%(num)d application approved", "%(num)d applications approved", counted[CaseStatus.APPROVED]
        ),
        CaseStatus.REFUSED: ngettext(
            "%(num)d application refused", "%(num)d applications refused", counted[CaseStatus.REFUSED]
        ),
        CaseStatus.INCOMPLETE: ngettext(
            "%(num)d application returned as incomplete",
            "%(num)d applications returned as incomplete",
            counted[CaseStatus.INCOMPLETE],
        ),
    }
    return [line for status, line in lines.items() if counted[status]]


def left(today: Day) -> list[str]:
    """What waits and does not come to this person."""
    return list(_left(today))


def _left(today: Day) -> Iterator[str]:
    if today.skipped:
        yield ngettext("%(num)d skipped by you today", "%(num)d skipped by you today", today.skipped)
    if today.own:
        yield ngettext(
            "%(num)d that you keyed in: somebody else decides",
            "%(num)d that you keyed in: somebody else decides",
            today.own,
        )
    if today.taken:
        yield ngettext("%(num)d that a colleague has in hand", "%(num)d that colleagues have in hand", today.taken)
