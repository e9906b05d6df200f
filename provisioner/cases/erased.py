"""What is left of a case whose data were erased: number, dates, ground and who acted; nothing names the customer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from provisioner.cases.channels import Channel
from provisioner.cases.status import CaseStatus
from provisioner.database.columns import Base, OpenChoice, Utc
from provisioner.database.data import Basis, Kept, Purpose, data


class Erasure(Base):
    """One erased case; written once, before its rows go, which the database lets nobody remove without it.

    `ground` is one of `privacy.rules.Ground`, `account` the state in which its account ended, or "" for none.
    """

    __tablename__ = "erasure"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.DUTY, Kept.EVER,
        facts="number purpose status channel branch received_on recorded_at decided_at account activated_at ground "
        "erased_at",
        staff="recorded_by decided_by erased_by",
        technical="case_id",
    )  # fmt: skip
    __table_args__ = (sa.Index("ix_erasure_newest", "erased_at"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(16), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(32))
    status: Mapped[CaseStatus] = mapped_column(OpenChoice(CaseStatus, 32))
    channel: Mapped[Channel] = mapped_column(OpenChoice(Channel, 32))
    branch: Mapped[str] = mapped_column(sa.String(60), default="")
    received_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    recorded_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    account: Mapped[str] = mapped_column(sa.String(32))
    activated_at: Mapped[datetime | None] = mapped_column(Utc)
    ground: Mapped[str] = mapped_column(sa.String(32))
    erased_at: Mapped[datetime] = mapped_column(Utc)
    erased_by: Mapped[str] = mapped_column(sa.String(80))


class ErasedObject(Base):
    """What an erased case was in the journal: the ids under which its lines stand."""

    __tablename__ = "erased_object"
    __data__: ClassVar = data(Purpose.PROOF, Basis.DUTY, Kept.EVER, technical="object_id case_id")

    object_id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("erasure.case_id"), index=True)


def objects_of(session: Session, number: str) -> Sequence[str]:
    """Under which ids the journal speaks of the erased case of this number; nothing when none was erased."""
    mine = sa.select(ErasedObject.object_id).join(Erasure, Erasure.case_id == ErasedObject.case_id)
    return session.scalars(mine.where(Erasure.number == number)).all()
