"""The mails about a case as they left."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.mail.rendering import MASK


class SentMail(Base):
    """One mail that the mail server accepted: to whom, and its words.

    Neither the temporary password nor the link "it wasn't me" stands here, but a mark in the place of each.
    """

    __tablename__ = "sent_mail"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.CASE, of="case_id",
        contact="address",
        words="subject text",
        facts="language sent_at",
        technical="id case_id",
    )  # fmt: skip
    # No number comes twice: a line of the journal names it for ever, the mail goes with its case.
    __table_args__: Any = (sa.Index("ix_sent_mail_case_id", "case_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"))
    address: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(2))
    subject: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime] = mapped_column(Utc)

    @property
    def is_masked(self) -> bool:
        """Whether something in it is not kept."""
        return MASK in self.text
