"""Answers of a paper that are kept sealed, each in a row of its own."""

from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base
from provisioner.database.data import Basis, Kept, Purpose, data


class SealedAnswer(Base):
    """One answer of one case, which the database alone cannot read.

    `sealed` opens in its own case and field only, with the key that `key_id` names; `fingerprint` is the keyed hash by
    which equal answers are known.
    """

    __tablename__ = "sealed_answer"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.SEALED, of="case_id",
        facts="field",
        sealed="sealed fingerprint",
        technical="case_id key_id",
    )  # fmt: skip
    __table_args__: Any = (sa.Index("ix_sealed_answer_fingerprint", "fingerprint", "field"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    key_id: Mapped[str] = mapped_column(sa.String(16))
    sealed: Mapped[str] = mapped_column(sa.String(512))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
