"""The register of letters: each as it left, and what became of it."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.cases.letters.rules import LetterKind, MailState, ReturnReason, Way
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember

WAITS = sa.text("returned_on IS NOT NULL AND settled_at IS NULL")


class SentLetter(Base):
    """One letter of a case that left: which, about the case as it stood at this `revision`, in which `copy`.

    `digest` is the SHA-256 of the PDF: printed, alone or with others, or attached to a mail, which has none before it
    has left. One that came back has `returned_on` and waits for somebody until it is settled with what was done
    (`outcome`); `noted_by` is nobody where the mail server has said so.
    """

    __tablename__ = "sent_letter"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="case_id",
        words="outcome",
        facts="kind way mail sent_at returned_on returned_reason noted_at settled_at",
        staff="sent_by noted_by settled_by",
        sealed="digest",
        technical="id case_id revision copy",
    )  # fmt: skip
    __table_args__: Any = (
        sa.UniqueConstraint("case_id", "kind", "revision", "copy"),
        sa.CheckConstraint("way = 'before' OR sent_by IS NOT NULL", name="sent_by_somebody"),
        sa.CheckConstraint("(way = 'mailed') = (mail IS NOT NULL)", name="mail_of_a_mailed_one"),
        sa.CheckConstraint(
            "digest <> '' OR way = 'before' OR (mail IS NOT NULL AND mail <> 'accepted')", name="left_as_a_file"
        ),
        sa.CheckConstraint(
            "(returned_on IS NULL) = (returned_reason IS NULL) AND (returned_on IS NULL) = (noted_at IS NULL) "
            "AND (returned_on IS NULL OR noted_by IS NOT NULL OR returned_reason = 'undelivered')",
            name="returned_for_a_reason",
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome = '') AND (settled_at IS NULL OR returned_on IS NOT NULL)", name="settled"
        ),
        sa.Index("ix_sent_letter_returned", "noted_at", sqlite_where=WAITS, postgresql_where=WAITS),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"))
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind, "kind"))
    revision: Mapped[int]
    copy: Mapped[int] = mapped_column(sa.SmallInteger)
    way: Mapped[Way] = mapped_column(choice(Way, "way"))
    mail: Mapped[MailState | None] = mapped_column(choice(MailState, "mail"))
    sent_at: Mapped[datetime] = mapped_column(Utc)
    sent_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    returned_on: Mapped[date | None]
    returned_reason: Mapped[ReturnReason | None] = mapped_column(choice(ReturnReason, "returned_reason"))
    noted_at: Mapped[datetime | None] = mapped_column(Utc)
    noted_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Utc)
    settled_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    outcome: Mapped[str] = mapped_column(sa.Text, default="")

    sender: Mapped[StaffMember | None] = relationship(foreign_keys=[sent_by], lazy="joined")


RETURNED = (SentLetter.returned_on.is_not(None), SentLetter.settled_at.is_(None))
"""A letter that came back and waits for somebody."""
