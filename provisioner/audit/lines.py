"""Lines of the journal with the names of those who acted and the numbers of the cases they are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from provisioner import journal
from provisioner.accounts.tables import Account
from provisioner.audit.filters import OF_A_CASE, Filters
from provisioner.cases.erased import ErasedObject, Erasure
from provisioner.cases.history import HistoryLine
from provisioner.cases.tables import Case
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffMember

PAGE, AT_ONCE = 50, 1000


@dataclass(frozen=True)
class CaseOf:
    """The case a line is about."""

    id: UUID
    number: str


@dataclass(frozen=True)
class Line:
    """One line; `actor` as written, `case` where it concerns one, else `about` the name of a person or the object."""

    seq: int
    actor: str
    kind: str
    happened: HistoryLine
    case: CaseOf | None
    about: str


@dataclass(frozen=True)
class Lines:
    """A page, the newest first; `rest` is the line after which the older ones follow."""

    lines: Sequence[Line]
    rest: int | None


def page(session: Session, filters: Filters, people: Mapping[UUID, str], after: int | None = None) -> Lines:
    """The newest lines asked for, older than the line `after`. Raises UnknownCase."""
    conditions = filters.conditions(session)
    entries = _older(session, conditions, after, PAGE + 1)
    shown = entries[:PAGE]
    return Lines(_told(session, shown, people), shown[-1].seq if len(entries) > PAGE else None)


def every(session: Session, filters: Filters, people: Mapping[UUID, str]) -> Iterator[Line]:
    """Every line asked for, the newest first, read in pages so that memory stays flat. Raises UnknownCase."""
    conditions = filters.conditions(session)
    after: int | None = None
    while entries := _older(session, conditions, after, AT_ONCE):
        yield from _told(session, entries, people)
        after = entries[-1].seq
        session.expunge_all()


def people(session: Session) -> dict[UUID, str]:
    """Everybody who has ever signed in, by name."""
    members = session.scalars(sa.select(StaffMember).order_by(StaffMember.name, StaffMember.id))
    return {member.id: member.name for member in members}


def _older(
    session: Session, conditions: Sequence[sa.ColumnElement[bool]], after: int | None, many: int
) -> Sequence[AuditEntry]:
    older = AuditEntry.seq < after if after else sa.true()
    wanted = sa.select(AuditEntry).where(*conditions, older).order_by(AuditEntry.seq.desc()).limit(many)
    return session.scalars(wanted.options(selectinload(AuditEntry.values))).all()


def _told(session: Session, entries: Sequence[AuditEntry], people: Mapping[UUID, str]) -> list[Line]:
    cases = _cases(session, [UUID(one.object_id) for one in entries if one.object_type in OF_A_CASE])
    return [_line(one, people, cases) for one in entries]


def _cases(session: Session, objects: Sequence[UUID]) -> dict[UUID, CaseOf]:
    """The cases of these cases and accounts, by the id of either."""
    cases = sa.select(Case.id, Case.id.label("case_id"), Case.number).where(Case.id.in_(objects))
    accounts = sa.select(Account.id, Account.case_id, Account.case_number).where(Account.id.in_(objects))
    found = session.execute(cases.union_all(accounts)) if objects else ()
    told = {object_id: CaseOf(case_id, number) for object_id, case_id, number in found}
    return told | _erased(session, [str(one) for one in set(objects) - told.keys()])


def _erased(session: Session, objects: Sequence[str]) -> dict[UUID, CaseOf]:
    """The same of what was erased."""
    known = sa.select(ErasedObject.object_id, Erasure.case_id, Erasure.number).join(Erasure)
    found = session.execute(known.where(ErasedObject.object_id.in_(objects))) if objects else ()
    return {UUID(object_id): CaseOf(case_id, number) for object_id, case_id, number in found}


def _line(entry: AuditEntry, people: Mapping[UUID, str], cases: Mapping[UUID, CaseOf]) -> Line:
    values = {value.field: (value.before, value.after) for value in entry.values}
    who = journal.staff_id(entry.actor)
    given_to = entry.details.get(journal.RECEIVER)
    whom = people.get(UUID(given_to), "") if given_to else ""
    happened = HistoryLine(entry.at, people.get(who, "") if who else "", entry.event, entry.details, values, whom)
    case = cases.get(UUID(entry.object_id)) if entry.object_type in OF_A_CASE else None
    about = people.get(UUID(entry.object_id), "") if entry.object_type == "staff" else entry.object_id
    return Line(entry.seq, entry.actor, entry.object_type, happened, case, "" if case else about)
