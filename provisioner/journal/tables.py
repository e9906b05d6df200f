"""The journal's tables."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Json, OpenChoice, Utc
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.journal.events import Event


class AuditEntry(Base):
    """One line of the journal: append only, no personal data in `details` (P8)."""

    __tablename__ = "audit_entry"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.INTEREST, Kept.EVER,
        facts="at event object_type object_id details",
        staff="actor",
        technical="seq",
    )  # fmt: skip
    __table_args__ = (
        sa.Index("ix_audit_entry_object", "object_type", "object_id", "seq"),
        sa.Index("ix_audit_entry_actor", "actor", "seq"),
        sa.Index("ix_audit_entry_event", "event", "seq"),
        sa.Index("ix_audit_entry_at", "at"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Utc)
    actor: Mapped[str] = mapped_column(sa.String(80))
    event: Mapped[Event] = mapped_column(OpenChoice(Event, 64))
    object_type: Mapped[str] = mapped_column(sa.String(32))
    object_id: Mapped[str] = mapped_column(sa.String(64))
    details: Mapped[Json] = mapped_column(sa.JSON)
    values: Mapped[list["AuditValue"]] = relationship(order_by="AuditValue.id")


class AuditValue(Base):
    """What one field said before and after a change: personal data, so it stands beside the journal and can be erased.

    It is never altered; once it is deleted, the line still names the field. `salt` (64 hex digits, random) is what
    proves that the line meant this value, and goes with it.
    """

    __tablename__ = "audit_value"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.INTEREST, Kept.VALUES,
        words="before after",
        sealed="salt",
        technical="id entry_seq field",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_seq: Mapped[int] = mapped_column(sa.ForeignKey("audit_entry.seq"), index=True)
    field: Mapped[str] = mapped_column(sa.String(64))
    before: Mapped[str] = mapped_column(sa.Text)
    after: Mapped[str] = mapped_column(sa.Text)
    salt: Mapped[str] = mapped_column(sa.String(64))


class AuditSeal(Base):
    """A line's place in the chain: written once, with the line. Position 1 is the first, and none is left out.

    `hash` is over the hash before it and the line; `mark` is keyed and "" for lines from before there was a key.
    """

    __tablename__ = "audit_seal"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.INTEREST, Kept.EVER,
        sealed="commitments mark",
        technical="position entry_seq previous hash",
    )  # fmt: skip

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_seq: Mapped[int] = mapped_column(sa.ForeignKey("audit_entry.seq"), unique=True)
    commitments: Mapped[list[list[str]]] = mapped_column(sa.JSON)
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
    mark: Mapped[str] = mapped_column(sa.String(64))


class AuditHead(Base):
    """The one row for the end of the chain, which writers lock in turn; `key_id` names the key, or is "" before one."""

    __tablename__ = "audit_head"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.NONE, Kept.EVER,
        technical="id position hash key_id",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))
    key_id: Mapped[str] = mapped_column(sa.String(16))
