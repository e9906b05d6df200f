"""Every row that belongs to a case, found by what the tables say of themselves (`__data__`), and its removal."""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.finding.spelling import hold
from provisioner.database.columns import Base
from provisioner.database.data import Data


def declared() -> dict[sa.Table, Data]:
    """What each table says of itself, those first that others point to."""
    found = {}
    for mapper in Base.registry.mappers:
        said = vars(mapper.class_).get("__data__")
        if said is not None and isinstance(mapper.local_table, sa.Table):
            found[mapper.local_table] = said
    return {table: found[table] for table in Base.metadata.sorted_tables if table in found}


def belonging(session: Session, case_id: UUID) -> set[UUID]:
    """The ids of the case and of all that stands on it: its account, what was asked about that, and so on."""
    found, before = {case_id}, 0
    while before < len(found):
        before = len(found)
        for table, said in declared().items():
            if said.of and isinstance(table.c.get("id"), sa.Column) and isinstance(table.c.id.type, sa.Uuid):
                found.update(session.scalars(sa.select(table.c.id).where(belongs(table, said, found))))
    return found


def belongs(table: sa.Table, said: Data, ids: set[UUID]) -> sa.ColumnElement[bool]:
    """Whether a row belongs to one of these."""
    return sa.or_(*(table.c[name].in_(ids) for name in said.of))


def remove(session: Session, ids: set[UUID]) -> None:
    """Remove the rows that belong to these, and empty what points to them from elsewhere."""
    hold(session, ids)
    for table, name in _pointers():
        session.execute(sa.update(table).where(table.c[name].in_(ids)).values({name: None}))
    for table, said in reversed(declared().items()):
        if said.of:
            session.execute(sa.delete(table).where(belongs(table, said, ids)))


def _pointers() -> Iterator[tuple[sa.Table, str]]:
    """Columns that lead to rows of cases without belonging to them."""
    tables = declared()
    erased = {table for table, said in tables.items() if said.of}
    for table, said in tables.items():
        for key in table.foreign_keys:
            if key.column.table in erased and key.parent.name not in said.of and table.name != "login":
                yield table, key.parent.name
