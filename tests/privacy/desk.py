"""A desk that can erase: the journal's key, a list of erasures, and cases at their end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, privacy
from provisioner.accounts.tables import Account
from provisioner.cases.channels import Channel
from provisioner.cases.erased import ErasedObject, Erasure
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.database.columns import Base
from provisioner.journal import WORKER
from provisioner.journal.keeper import KEEPER
from provisioner.journal.tables import AuditEntry, AuditValue
from provisioner.outbox.tables import Task
from provisioner.privacy import Ground
from provisioner.privacy.remembered import LIST
from tests.factories import NOW, TODAY, approved, member, recorded
from tests.journal.desk import keeper

CLERK, CUSTOMER = "Anna Nowak", "Józef Żółkiewski"
LATER = NOW + timedelta(days=91)
MARKS = ("104233", "żółkiewski", "jozef@", "601234567", "polna", "kartuzy", "83-300", "zolkiewski")
"""By which the sample customer would be known anywhere in the database."""


@contextmanager
def erasing(url: str, folder: Path) -> Iterator[Database]:
    """The database of a process that may erase."""
    database = Database(url, info={KEEPER: keeper(folder / "anchors"), LIST: folder / "apart" / "erasures.jsonl"})
    yield database
    database.close()


def refused(session: Session, at: datetime = NOW, **changed: str) -> UUID:
    """A refused application, of which a clerk had corrected a field before."""
    application = recorded(session, at=at, **changed)
    applications.refuse(
        session, application.id, revision=1, reason="Żółkiewski nie podpisał", by=member(session, "Barbara Lis"), at=at
    )
    return application.id


def erased(database: Database) -> UUID:
    """A case that was refused and is erased."""
    with database.transaction() as session:
        case = refused(session, customer_number="900001")
    with database.transaction() as session:
        privacy.erase(session, case, Ground.REFUSED, at=NOW, actor=WORKER)
    return case


def ended(session: Session, at: datetime = NOW, **changed: str) -> Account:
    """A closed account on which nobody works."""
    account = approved(session, at=at, **changed)
    close(session)
    return account


def close(session: Session) -> None:
    """Every account is closed and all work done."""
    session.execute(sa.update(Account).values(status="closed"))
    session.execute(sa.update(Task).values(done_at=NOW))


def forget_values(session: Session) -> None:
    """Erase what was said beside every line, as if the cases they speak of were erased."""
    note = Erasure(
        case_id=uuid4(), number="2020/000001", purpose="account", status=CaseStatus.REFUSED, channel=Channel.POST,
        received_on=TODAY, recorded_at=NOW, recorded_by=member(session, CLERK).id, account="",
        ground=Ground.REFUSED, erased_at=NOW, erased_by=WORKER,
    )  # fmt: skip
    session.add(note)
    session.flush()
    told = session.scalars(sa.select(AuditEntry.object_id).join(AuditValue).distinct())
    session.add_all(ErasedObject(object_id=one, case_id=note.case_id) for one in told)
    session.flush()
    session.execute(sa.delete(AuditValue))


def said_anywhere(database: Database, marks: tuple[str, ...] = MARKS) -> list[str]:
    """Tables and columns in which a mark of the customer still stands."""
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(sa.select(*(sa.cast(one, sa.Text) for one in table.columns))):
                found += [
                    f"{table.name}.{column.name}: {said}"
                    for column, said in zip(table.columns, row, strict=True)
                    if said and any(mark in said.casefold() for mark in marks)
                ]
    return found
