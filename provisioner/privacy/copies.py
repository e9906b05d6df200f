"""Everything kept about one person, for whoever asks what it is: found by the tables' own words (`__data__`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from provisioner import journal
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.audit.filters import OF_A_CASE
from provisioner.cases.moves import OBJECT
from provisioner.cases.sealed.keeping import NoKey, NotOpened, opened
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cases.tables import Case
from provisioner.cases.viewing import LOOKED_AT
from provisioner.database.columns import Json
from provisioner.database.data import Class, Data
from provisioner.entry.masks import UNREADABLE
from provisioner.forms.tables import Clause
from provisioner.identifiers import fold
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.privacy.belongings import belonging, belongs, declared

THE_PERSONS = frozenset({Class.IDENTITY, Class.CONTACT, Class.WORDS, Class.FACTS})
"""What a copy holds; who of the staff acted, keys and seals are nobody's business but the office's."""
FORMAT = "account-desk-copy-1"


@dataclass(frozen=True)
class Copied:
    """What is kept of one case: rows by table, what happened to it, and when somebody looked at it."""

    case_id: UUID
    number: str
    rows: Sequence[tuple[sa.Table, dict[str, Any]]]
    lines: Sequence[AuditEntry]
    looks: Sequence[datetime]


def cases_of(session: Session, asked: str, name: str) -> Sequence[tuple[UUID, str]]:
    """The cases of the person with this customer number, login or e-mail address and this name, the newest first.

    A number had other owners before and may have others after; as where data are erased, a case is the person's whose
    own name or whose account's name by now it is, in whatever order its words stand.
    """
    text, words = asked.strip(), sorted(fold(name).split())
    folded, case, account = text.lower(), Case.__table__.c, Account.__table__.c
    found = sa.union(
        sa.select(case.id).where(case.customer_number == text),
        sa.select(Application.__table__.c.id).where(Application.email_key == folded),
        sa.select(Account.case_id).where(sa.or_(Account.login == folded, Account.email_key == folded)),
    )
    chosen = sa.select(case.id, case.number, case.name_key, account.name_key.label("by_now")).where(case.id.in_(found))
    chosen = chosen.outerjoin_from(Case.__table__, Account.__table__, account.case_id == case.id)
    rows = session.execute(chosen.order_by(case.number.desc())).all()
    names = {row.id: [sorted(key.split()) for key in (row.name_key, row.by_now or "")] for row in rows}
    return [(row.id, row.number) for row in rows if words and words in names[row.id]]


def copied(session: Session, asked: str, name: str) -> list[Copied]:
    """Everything kept of each case of this person. Needs a consistent view."""
    return [_copied(session, case_id, number) for case_id, number in cases_of(session, asked, name)]


def note(session: Session, case_ids: Sequence[UUID], *, at: datetime, actor: str) -> None:
    """Write into the journal of each case that its data were copied for the customer."""
    for case_id in case_ids:
        journal.record(session, Event.CASE_DISCLOSED, at=at, actor=actor, object_type=OBJECT, object_id=case_id)


def as_json(found: Sequence[Copied], at: datetime) -> Json:
    """The copy for a program, with why and for how long each kind of data is kept."""
    return {"format": FORMAT, "made_at": at.isoformat(), "cases": [_case(one) for one in found], "why": _why(found)}


def _copied(session: Session, case_id: UUID, number: str) -> Copied:
    ids = belonging(session, case_id)
    lines = session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.object_type.in_(OF_A_CASE), AuditEntry.object_id.in_([str(one) for one in ids]))
        .options(selectinload(AuditEntry.values))
        .order_by(AuditEntry.seq)
    ).all()
    return Copied(
        case_id, number, list(_rows(session, ids)), [one for one in lines if one.object_type != LOOKED_AT],
        [one.at for one in lines if one.object_type == LOOKED_AT],
    )  # fmt: skip


def _rows(session: Session, ids: set[UUID]) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    for table, said in declared().items():
        # A file is handed over as a file, from the page of its case.
        names = [
            name
            for name, kind in said.classes()
            if kind in THE_PERSONS and not isinstance(table.c[name].type, sa.LargeBinary)
        ]
        if table is SealedAnswer.__table__:
            yield from ((table, row) for row in _sealed(session, ids))
        elif said.of and names:
            columns: list[sa.ColumnElement[Any]] = [table.c[name] for name in names]
            # Which clause was answered says its number on the paper, not our key.
            if "clause_id" in table.c:
                columns.append(Clause.__table__.c.number.label("clause"))
            chosen = sa.select(*columns).where(belongs(table, said, ids))
            if "clause_id" in table.c:
                chosen = chosen.join(Clause.__table__).order_by(Clause.__table__.c.number)
            for row in session.execute(chosen):
                yield table, dict(row._mapping)


def _sealed(session: Session, ids: set[UUID]) -> Iterator[dict[str, Any]]:
    """What is sealed, in clear for the person it is about; a mask where nobody can open it any more."""
    for answer in session.scalars(sa.select(SealedAnswer).where(SealedAnswer.case_id.in_(ids))):
        yield {answer.field: _opened(session, answer)}


def _opened(session: Session, answer: SealedAnswer) -> str:
    try:
        return opened(session, answer)
    except (NoKey, NotOpened):
        return UNREADABLE


def _case(one: Copied) -> Json:
    tables: dict[str, list[Json]] = {}
    for table, row in one.rows:
        tables.setdefault(table.name, []).append({name: _plain(value) for name, value in row.items()})
    journal_lines = [
        {
            "at": line.at.isoformat(), "event": str(line.event),
            # To whom it was put is as little the customer's business as who has done it.
            "details": {name: value for name, value in line.details.items() if name != journal.RECEIVER},
            "values": {value.field: {"before": value.before, "after": value.after} for value in line.values},
        }
        for line in one.lines
    ]  # fmt: skip
    looks = [at.isoformat() for at in one.looks]
    return {"number": one.number, "data": tables, "journal": journal_lines, "looked_at": looks}


def _why(found: Sequence[Copied]) -> dict[str, Json]:
    said: dict[sa.Table, Data] = declared()
    tables = {table.name: said[table] for one in found for table, _ in one.rows}
    return {
        name: {"purpose": one.purpose, "basis": one.basis, "kept": one.kept} for name, one in sorted(tables.items())
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, time)) else value
