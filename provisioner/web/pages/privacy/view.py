"""What the pages of personal data show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office
from provisioner.cases.erased import Erasure
from provisioner.office.time import office_date
from provisioner.privacy.due import due
from provisioner.privacy.rules import Ground, days
from provisioner.staff.tables import StaffMember
from provisioner.web.pages.case.erased import ground_word
from provisioner.web.words.dates import moment, short_day
from provisioner.web.words.journal import actor_word
from provisioner.web.words.terms import word
from provisioner.web.words.translate import ngettext

AHEAD_DAYS, MOST = 30, 200


@dataclass(frozen=True)
class Coming:
    """A case that is erased soon."""

    case_id: UUID
    number: str
    why: str
    since: str
    on: str


@dataclass(frozen=True)
class Erased:
    """What stays of a case in the register."""

    case_id: UUID
    number: str
    why: str
    when: str
    who: str


def coming(db: Session, until: datetime) -> list[Coming]:
    """What is erased until then, the first to go first, as many as a page takes."""
    found = sorted(due(db, until), key=lambda one: (one.on, one.number))
    return [
        Coming(one.case_id, one.number, word(one.ground), _day(one.since), _day(one.on)) for one in islice(found, MOST)
    ]


def periods(db: Session) -> list[tuple[str, str]]:
    """For how long the office keeps what."""
    rules = office.rules(db)
    return [
        (word(ground), ngettext("%(num)d day", "%(num)d days", days(rules, ground)))
        for ground in Ground
        if days(rules, ground)
    ]


def erased(db: Session) -> list[Erased]:
    """What was erased, the newest first, as many as a page takes."""
    names: Mapping[UUID, str] = {one.id: one.name for one in db.scalars(sa.select(StaffMember))}
    newest = sa.select(Erasure).order_by(Erasure.erased_at.desc(), Erasure.number.desc()).limit(MOST)
    return [
        Erased(one.case_id, one.number, ground_word(one.ground), moment(one.erased_at), _who(one.erased_by, names))
        for one in db.scalars(newest)
    ]


def _who(actor: str, names: Mapping[UUID, str]) -> str:
    staff_id = journal.staff_id(actor)
    return actor_word(actor, names.get(staff_id, "") if staff_id else "")


def _day(at: datetime) -> str:
    return short_day(office_date(at))
