"""What every page asks of the database, in one statement a request: what is down, and what waits for people.

The banner and what a page promises rest on the same answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import g
from sqlalchemy.orm import Session

from provisioner.accounts.listing import attention_count
from provisioner.accounts.not_me.listing import reported_count
from provisioner.agreement.listing import alarm_count
from provisioner.agreement.listing import open_count as found_count
from provisioner.backups import waiting_count as restored_count
from provisioner.cases.emergency.reviewing import to_review_count
from provisioner.cases.queue.open_cases import waiting_count
from provisioner.corrections.listing import waiting_count as proposed_count
from provisioner.incidents.listing import open_count as incident_count
from provisioner.outside.outages import ASIDE, Outage, asking, outages_and
from provisioner.post.listing import returned_count
from provisioner.web.desk import desk

COUNTED: Mapping[str, Callable[[], sa.ScalarSelect[int]]] = {
    "waiting": waiting_count,
    "attention": attention_count,
    "proposed": proposed_count,
    "reported": reported_count,
    "returned": returned_count,
    "incidents": incident_count,
    "found": found_count,
    "emergencies": to_review_count,
    "alarms": alarm_count,
    "restored": restored_count,
}
"""What waits for people, as the navigation tells it, and whether a restored database waits for its operator."""


@dataclass(frozen=True)
class Around:
    """What keeps work waiting at this request, and the counts by name."""

    outages: Sequence[Outage]
    counts: Mapping[str, int]


def held(db: Session) -> bool:
    """Whether nothing can be promised for now: something is down that accounts need, or a restored desk waits."""
    found = around(db)
    return bool(found.counts["restored"]) or any(one.component not in ASIDE for one in found.outages)


def around(db: Session) -> Around:
    """As of the first time this request asked."""
    if "around" not in g:
        outages, counted = outages_and(db, _asked(), now=desk().clock())
        g.around = Around(outages, dict(zip(COUNTED, counted, strict=True)))
    found: Around = g.around
    return found


@cache
def _asked() -> sa.Select[Any]:
    # Put together once for all pages: that takes longer than the answer.
    return asking(count() for count in COUNTED.values())
