"""A paper case that ends an account: the customer's resignation, or a deletion by the office or by law (R8)."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from provisioner.accounts.closing.requests import closable
from provisioner.accounts.closing.tables import STANDS, AccountClosing
from provisioner.accounts.tables import Account
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.signatory import Signatory
from provisioner.cases.tables import Case
from provisioner.database.columns import Base, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.office import OfficeRules
from provisioner.office.grounds import ACTING, Asker
from provisioner.office.working_days import Window
from provisioner.resignations.rules import ResignationHindrance

BY_ANOTHER = ACTING | {Asker.HEIR}
"""Who acts for the customer and has to show it."""


class Resignation(Case):
    """One paper, or one act of the office, that ends an account.

    `ground` is a code of the setting `deletion_grounds`, `proof_needed` what that said when it was recorded; `basis` is
    the provision it rests on, as text. Without an `effect_on` it takes effect when it is approved.
    """

    __tablename__ = "resignation"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="id account_id",
        identity="asker_name",
        words="basis proof",
        facts="asked_by ground effect_on signed proof_needed",
        technical="id account_id batch",
    )  # fmt: skip
    __mapper_args__: Any = {"polymorphic_identity": "resign", "polymorphic_load": "inline"}  # noqa: RUF012
    __table_args__: Any = (
        sa.CheckConstraint("asked_by IN ('customer', 'office') OR asker_name <> ''", name="asker_named"),
    )

    id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    asked_by: Mapped[Asker] = mapped_column(choice(Asker, "asked_by"))
    asker_name: Mapped[str] = mapped_column(sa.String(255), default="")
    ground: Mapped[str] = mapped_column(sa.String(32))
    basis: Mapped[str] = mapped_column(sa.String(240), default="")
    proof: Mapped[str] = mapped_column(sa.String(240), default="")
    proof_needed: Mapped[bool] = mapped_column(default=False)
    effect_on: Mapped[date | None]
    signed: Mapped[bool]
    batch: Mapped[UUID | None] = mapped_column(index=True)
    """Cases made of one list have the same."""
    closing_already: Mapped[bool] = column_property(
        sa.exists().where(
            AccountClosing.account_id == account_id.column,  # type: ignore[attr-defined]
            AccountClosing.case_id != Base.metadata.tables["paper_case"].c.id,
            STANDS,
        )
    )
    """Whether another paper closes the account."""

    account: Mapped[Account] = relationship(lazy="joined")

    def window(self, rules: OfficeRules) -> Window:
        """Until `resignation_last_day`, from the first day on."""
        return Window(1, rules.resignation_last_day)

    def signatory(self) -> Signatory | None:
        """Whoever ends the account; nobody signed an act of the office, or a paper without a signature."""
        if self.asked_by is Asker.OFFICE or not self.signed:
            return None
        return Signatory(self.asked_by, self.asker_name, self.proof)

    def hindrances(self, on: date) -> list[Hindrance]:
        """What makes approving impossible, in the order of the paper (P7)."""
        found = {
            ResignationHindrance.UNSIGNED: self.asked_by is not Asker.OFFICE and not self.signed,
            ResignationHindrance.PROOF_MISSING: (self.proof_needed or self.asked_by in BY_ANOTHER) and not self.proof,
            ResignationHindrance.CLOSING_ALREADY: self.closing_already,
            ResignationHindrance.UNDER_WAY: not closable(self.account),
        }
        return [*(Hindrance(kind) for kind, holds in found.items() if holds), *super().hindrances(on)]
