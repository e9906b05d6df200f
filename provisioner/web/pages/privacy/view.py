"""What the pages of personal data show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office
from provisioner.cases.erased import Erasure
from provisioner.cases.history import HistoryLine
from provisioner.office.time import office_date
from provisioner.privacy.copies import Copied
from provisioner.privacy.due import due
from provisioner.privacy.rules import Ground, days
from provisioner.staff.tables import StaffMember
from provisioner.web.pages.case.erased import ground_word
from provisioner.web.words.changes import said
from provisioner.web.words.dates import moment, short_day
from provisioner.web.words.journal import actor_word
from provisioner.web.words.paper import label
from provisioner.web.words.personal import OFF_THE_PAGE, shown, title
from provisioner.web.words.sentences import happened
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


@dataclass(frozen=True)
class Told:
    """A line of a case's history: when, what, and what changed."""

    when: str
    what: str
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class CaseCopy:
    """Everything kept of one case: headings with terms and texts, what happened, who looked."""

    number: str
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    history: Sequence[Told]
    looks: Sequence[str]


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
        if ground is not Ground.RESTORED
    ]


def erased(db: Session) -> list[Erased]:
    """What was erased, the newest first, as many as a page takes."""
    names: Mapping[UUID, str] = {one.id: one.name for one in db.scalars(sa.select(StaffMember))}
    newest = sa.select(Erasure).order_by(Erasure.erased_at.desc(), Erasure.number.desc()).limit(MOST)
    return [
        Erased(one.case_id, one.number, ground_word(one.ground), moment(one.erased_at), _who(one.erased_by, names))
        for one in db.scalars(newest)
    ]


def case_view(one: Copied) -> CaseCopy:
    """One case of a copy."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for table, row in one.rows:
        if table.name not in OFF_THE_PAGE:
            groups.setdefault(title(table.name), []).extend(shown(row))
    return CaseCopy(
        one.number, [(name, facts) for name, facts in groups.items() if facts], list(_history(one)),
        [moment(at) for at in one.looks],
    )  # fmt: skip


def _history(one: Copied) -> Iterator[Told]:
    for line in one.lines:
        values: dict[str, tuple[Any, Any]] = {value.field: (value.before, value.after) for value in line.values}
        what = happened(HistoryLine(line.at, "", line.event, line.details, values))
        changes = [(label(name), said(name, before), said(name, after)) for name, (before, after) in values.items()]
        yield Told(moment(line.at), what, changes)


def _who(actor: str, names: Mapping[UUID, str]) -> str:
    staff_id = journal.staff_id(actor)
    return actor_word(actor, names.get(staff_id, "") if staff_id else "")


def _day(at: datetime) -> str:
    return short_day(office_date(at))
