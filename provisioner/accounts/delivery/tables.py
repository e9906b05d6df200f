"""What was reported of each mail, and how far the mailbox of reports is read."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.outside.reports import Arrival


class MailReport(Base):
    """The surest that was reported of one mail; a mail without a row is one of which nothing is known.

    `about` is the kind of work that sent it, `generation` that of the password at the time.
    """

    __tablename__ = "mail_report"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.CASE, of="account_id",
        facts="about generation arrival code at",
        technical="id account_id task",
    )  # fmt: skip
    __table_args__: Any = (
        sa.UniqueConstraint("account_id", "about", "generation", "task", name="uq_mail_report_mail"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    about: Mapped[str] = mapped_column(sa.String(32))
    generation: Mapped[int]
    task: Mapped[int]
    arrival: Mapped[Arrival] = mapped_column(choice(Arrival, "arrival"))
    code: Mapped[str] = mapped_column(sa.String(16))
    at: Mapped[datetime] = mapped_column(Utc)
    """When we read it."""


class MailboxPlace(Base):
    """How far one mailbox is read: its own numbers, good for as long as it keeps its `validity`."""

    __tablename__ = "mailbox_place"
    __data__: ClassVar = data(
        Purpose.SYSTEM, Basis.NONE, Kept.OFFICE,
        technical="mailbox validity until",
    )  # fmt: skip

    mailbox: Mapped[str] = mapped_column(sa.String(500), primary_key=True)
    validity: Mapped[int] = mapped_column(sa.BigInteger)
    until: Mapped[int] = mapped_column(sa.BigInteger)
