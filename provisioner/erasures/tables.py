"""A paper case that asks for data to be erased, and what became of each case of the person."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from provisioner.cases.grounds import HoldGround
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.signatory import Signatory
from provisioner.cases.tables import Case
from provisioner.database.columns import Base, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.erasures.person import PURPOSE, erasable, live, some, waits
from provisioner.erasures.rules import EXTENDED_MONTHS, MONTHS, RequestHindrance
from provisioner.mail.language import Language
from provisioner.office.grounds import Asker


class ErasureRequest(Case):
    """One request to erase a person's data (art. 17 GDPR), answered within a month or, once extended, three.

    It keeps name and address of its own, so that the answer can be written when the rest is gone.
    """

    __tablename__ = "erasure_request"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.DUTY, Kept.CASE, of="id",
        identity="first_name last_name company_name attorney_name",
        contact="street postcode town country answer_email letter_language",
        words="proof extension_reason",
        facts="asked_by extended_on",
        technical="id",
    )  # fmt: skip
    __mapper_args__: Any = {"polymorphic_identity": PURPOSE, "polymorphic_load": "inline"}  # noqa: RUF012
    __table_args__: Any = (
        sa.CheckConstraint("company_name <> '' OR last_name <> ''", name="somebody_asks"),
        sa.CheckConstraint(
            "(extended_on IS NULL) = (extension_reason = '')", name="extended_for_a_reason"
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    asked_by: Mapped[Asker] = mapped_column(choice(Asker, "asked_by"))
    attorney_name: Mapped[str] = mapped_column(sa.String(255), default="")
    proof: Mapped[str] = mapped_column(sa.String(240), default="", server_default="")
    first_name: Mapped[str] = mapped_column(sa.String(255), default="")
    last_name: Mapped[str] = mapped_column(sa.String(255), default="")
    company_name: Mapped[str] = mapped_column(sa.String(255), default="")
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    postcode: Mapped[str] = mapped_column(sa.String(12), default="")
    town: Mapped[str] = mapped_column(sa.String(120), default="")
    country: Mapped[str] = mapped_column(sa.String(60), default="")
    answer_email: Mapped[str] = mapped_column(sa.String(254), default="")
    letter_language: Mapped[Language] = mapped_column(choice(Language, "letter_language"))
    extended_on: Mapped[date | None]
    extension_reason: Mapped[str] = mapped_column(sa.Text, default="")

    lives: Mapped[bool] = column_property(some(live))
    """Whether the person has an account that has not ended."""
    waits: Mapped[bool] = column_property(some(waits))
    """Whether another paper of the person is still to be decided."""
    something: Mapped[bool] = column_property(some(erasable))
    """Whether anything of the person may be erased."""

    parts: Mapped[list["ErasurePart"]] = relationship(order_by="ErasurePart.number")

    def hindrances(self, on: date) -> list[Hindrance]:  # noqa: ARG002
        """What makes erasing impossible; a copy is handed over of applications only (R3)."""
        found = {
            RequestHindrance.PROOF_MISSING: self.asked_by is not Asker.CUSTOMER and not self.proof,
            RequestHindrance.ACCOUNT_LIVES: self.lives,
            RequestHindrance.PAPER_WAITS: self.waits,
            RequestHindrance.NOTHING_TO_ERASE: not self.something,
        }
        return [Hindrance(kind) for kind, holds in found.items() if holds]

    def signatory(self) -> Signatory:
        """Whoever asks."""
        return Signatory(self.asked_by, self.attorney_name, self.proof)

    def answer_months(self) -> int:
        """Art. 12(3) GDPR."""
        return EXTENDED_MONTHS if self.extended_on else MONTHS


class ErasurePart(Base):
    """What an approval decided of one case of the person: it is erased, or kept by an exception (`kept_…`).

    `account` tells whether an account stood on it. The case itself is gone once it is erased, so no key leads there.
    """

    __tablename__ = "erasure_part"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.DUTY, Kept.CASE, of="request_id",
        words="kept_reason",
        facts="number received_on account kept_ground kept_until",
        technical="request_id case_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint(
            "(kept_ground IS NULL) = (kept_reason = '') AND (kept_ground IS NULL) = (kept_until IS NULL)",
            name="kept_for_a_reason",
        ),
        sa.Index("ix_erasure_part_case_id", "case_id"),
    )

    request_id: Mapped[UUID] = mapped_column(sa.ForeignKey("erasure_request.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(16))
    received_on: Mapped[date]
    account: Mapped[bool]
    kept_ground: Mapped[HoldGround | None] = mapped_column(choice(HoldGround, "kept_ground"))
    kept_reason: Mapped[str] = mapped_column(sa.Text, default="")
    kept_until: Mapped[date | None]
