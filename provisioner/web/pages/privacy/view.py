"""What the pages of personal data show."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.office.time import office_date
from provisioner.privacy.due import due
from provisioner.privacy.rules import Ground, days
from provisioner.web.words.dates import short_day
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


def _day(at: datetime) -> str:
    return short_day(office_date(at))
