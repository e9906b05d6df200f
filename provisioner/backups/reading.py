"""What a database says of itself, to be compared with its backup: version of the schema, end of the journal, rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from provisioner.backups.manifest import Head
from provisioner.backups.versions import of_server
from provisioner.cases.erased import Erasure
from provisioner.journal.tables import AuditHead

VERSION = sa.table("alembic_version", sa.column("version_num", sa.String()))


@dataclass(frozen=True)
class Facts:
    """Of one moment; `version` is the server's, `erased` are the ids of cases that are no more."""

    version: str
    schema: str
    journal: Head
    counts: Mapping[str, int]
    erased: Sequence[UUID]


def facts(connection: sa.Connection) -> Facts:
    """Read them; needs a consistent view."""
    head = sa.select(AuditHead.position, AuditHead.hash, AuditHead.key_id).where(AuditHead.id == 1)
    counts = {}
    for name in sorted(sa.inspect(connection).get_table_names()):
        counts[name] = connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
    erased = connection.scalars(sa.select(Erasure.case_id).order_by(Erasure.case_id)).all()
    schema = connection.scalar(sa.select(VERSION.c.version_num)) or ""
    return Facts(of_server(connection), schema, Head(*connection.execute(head).one()), counts, erased)
