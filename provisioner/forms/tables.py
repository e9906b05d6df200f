"""The paper form as data: editions and their clauses (R2)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data


class ClauseKind(StrEnum):
    """What a clause is in law; only a consent can be withdrawn later."""

    TERM = "term"
    NOTICE = "notice"
    CONSENT = "consent"


class FormEdition(Base):
    """One printed edition of the application form, with the Regulamin it refers to; never changed, for it is signed."""

    __tablename__ = "form_edition"
    __data__: ClassVar = data(
        Purpose.OFFICE, Basis.NONE, Kept.OFFICE,
        technical="id code regulamin_version valid_from",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    regulamin_version: Mapped[str] = mapped_column(sa.String(80))
    valid_from: Mapped[date]

    clauses: Mapped[list["Clause"]] = relationship(order_by="Clause.number", back_populates="edition")


class Clause(Base):
    """One clause as printed; its number is the one on the paper."""

    __tablename__ = "clause"
    __data__: ClassVar = data(
        Purpose.OFFICE, Basis.NONE, Kept.OFFICE,
        technical="id edition_id number kind required text_pl text_en",
    )  # fmt: skip
    __table_args__ = (sa.UniqueConstraint("edition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("form_edition.id"))
    number: Mapped[int]
    kind: Mapped[ClauseKind] = mapped_column(choice(ClauseKind, "kind"))
    required: Mapped[bool] = mapped_column(default=True)
    text_pl: Mapped[str] = mapped_column(sa.Text)
    text_en: Mapped[str] = mapped_column(sa.Text)

    edition: Mapped[FormEdition] = relationship(back_populates="clauses")


class FormDraft(Base):
    """An edition that is still being written; `text` is what it says so far (`forms.paper.DraftText`)."""

    __tablename__ = "form_draft"
    __data__: ClassVar = data(
        Purpose.OFFICE, Basis.NONE, Kept.OFFICE,
        technical="id text saved_at",
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[Any] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime] = mapped_column(Utc)
