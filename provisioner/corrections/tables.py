"""Proposed corrections and what became of them."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.accounts.mandates.rules import MandateKind
from provisioner.cases.channels import Channel
from provisioner.corrections.rules import CorrectionKind, CorrectionStatus
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember

OPEN = sa.text("status = 'open'")


class Correction(Base):
    """Another address or mandate for an account, proposed by one person and decided by another; one open an account.

    Where an address was not keyed wrongly it says when and how the customer's signed word came (`word_received_on`,
    `word_channel`). A mandate leaves the address as it is, and names its paper (`mandate_proof`).
    """

    __tablename__ = "correction"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.CASE, of="account_id",
        identity="mandate_name",
        contact="former_email email",
        words="reason one_person_reason mandate_proof",
        facts="status kind word_received_on word_channel mandate_kind mandate_until compared_with_paper proposed_at "
        "decided_at",
        staff="proposed_by decided_by",
        technical="id account_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint(
            "status <> 'confirmed' OR decided_by <> proposed_by OR one_person_reason <> ''", name="four_eyes"
        ),
        sa.CheckConstraint("status = 'open' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)", name="decided"),
        sa.CheckConstraint("status <> 'rejected' OR reason <> ''", name="rejected_for_a_reason"),
        sa.CheckConstraint(
            "status <> 'confirmed' OR kind = 'paper_wrong' OR compared_with_paper", name="compared_with_paper"
        ),
        sa.CheckConstraint(
            "kind IN ('keyed_wrongly', 'mandate', 'longer_mandate') "
            "OR (word_received_on IS NOT NULL AND word_channel IS NOT NULL)",
            name="customers_word",
        ),
        sa.CheckConstraint(
            "kind NOT IN ('mandate', 'longer_mandate') OR (mandate_kind IS NOT NULL AND mandate_name <> '' "
            "AND mandate_proof <> '' AND email = former_email)",
            name="mandate_on_a_paper",
        ),
        sa.Index("uq_correction_open", "account_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_correction_waiting", "status", "proposed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    status: Mapped[CorrectionStatus] = mapped_column(choice(CorrectionStatus, "status"))
    kind: Mapped[CorrectionKind] = mapped_column(choice(CorrectionKind, "kind"))
    former_email: Mapped[str] = mapped_column(sa.String(254))
    email: Mapped[str] = mapped_column(sa.String(254))
    word_received_on: Mapped[date | None]
    word_channel: Mapped[Channel | None] = mapped_column(choice(Channel, "word_channel"))
    mandate_kind: Mapped[MandateKind | None] = mapped_column(choice(MandateKind, "mandate_kind"))
    mandate_name: Mapped[str] = mapped_column(sa.String(255), default="")
    mandate_proof: Mapped[str] = mapped_column(sa.Text, default="")
    mandate_until: Mapped[date | None]
    compared_with_paper: Mapped[bool] = mapped_column(default=False)
    proposed_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    proposed_at: Mapped[datetime] = mapped_column(Utc)
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    one_person_reason: Mapped[str] = mapped_column(sa.Text, default="")

    proposer: Mapped[StaffMember] = relationship(foreign_keys=[proposed_by], lazy="joined")
