"""Who has a case in hand while the queue is worked through, and where it goes on after a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from flask import url_for
from sqlalchemy.exc import OperationalError

from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.coming import take_next
from provisioner.cases.taking.holding import is_of_today
from provisioner.cases.taking.tables import SkipReason
from provisioner.database.trouble import trouble
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me, myself
from provisioner.web.words.choices import Option, options
from provisioner.web.words.dates import clock_time

log = structlog.get_logger()


@dataclass(frozen=True)
class Turn:
    """Who has the case in hand, until when; `over` where that time has passed and nobody has taken it since.

    `skips` are the reasons for which whoever has it may skip it; nobody else may.
    """

    who: str
    until: str
    over: bool
    skips: Sequence[Option]

    @property
    def mine(self) -> bool:
        """Whether the reader has it."""
        return bool(self.skips)


def turn(one: Case, person: Me) -> Turn | None:
    """Who has this case in hand; nobody has one that waits for no decision."""
    held, now = one.taking, desk().clock()
    if held is None or one.status is not CaseStatus.RECORDED:
        return None
    mine, over = held.taken_by == person.id, held.until <= now
    if over and not (mine and is_of_today(held.until, now)):
        return None
    return Turn(held.holder.name, clock_time(held.until), over, options(SkipReason, None) if mine else ())


def out_of_reach(one: Case, person: Me) -> bool:
    """Whether this person cannot decide the case now: a colleague has it in hand, or a decision on it waits."""
    found = turn(one, person)
    return one.stands_still or (found is not None and not found.mine)


def onward(case_id: UUID | None = None) -> str:
    """The address of the next case, taken for whoever is signed in, or of the end of the queue.

    Where the database cannot say, that of the case just decided (`case_id`): the decision stands.
    """
    parts = desk()
    try:
        with parts.database.transaction() as db:
            coming = take_next(db, by=myself().id, at=parts.clock())
    except OperationalError as silent:
        if case_id is None:
            raise
        log.warning("queue:next-not-taken", reason=trouble(silent))
        return url_for("case.show", application_id=case_id)
    return url_for("case.show", application_id=coming) if coming else url_for("play.end")
