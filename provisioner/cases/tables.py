"""The paper case: what is known of every signed paper, whatever it asks for, and the running number of the year."""

from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.cases.channels import COPY_CHANNELS, Channel
from provisioner.cases.emergency.tables import EmergencyApproval
from provisioner.cases.errands.tables import OLDEST_FIRST, CaseErrand, ErrandKind
from provisioner.cases.finding.tables import CaseWord
from provisioner.cases.hindrances import CaseHindrance, Hindrance
from provisioner.cases.holds.tables import CaseHold
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cases.signatory import Signatory
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.taking.tables import CaseTaking
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.office import OfficeRules
from provisioner.office.working_days import Window
from provisioner.staff.tables import StaffMember


class CaseNumber(Base):
    """The last number given out in a year; locked by its own UPDATE."""

    __tablename__ = "case_number"
    __data__: ClassVar = data(
        Purpose.OFFICE, Basis.NONE, Kept.EVER,
        technical="year last",
    )  # fmt: skip

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Case(Base):
    """One signed paper on its way through the office (R1, R3, R4).

    `purpose` says what it asks for; each purpose is a class and a table of its own that stand on this one.
    """

    __tablename__ = "paper_case"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="id",
        identity="customer_number display_name name_key",
        words="note missing decision_reason one_person_reason original_location",
        facts="purpose number status channel branch document_date received_on received_time clock_from due_first "
        "due_last completed_on copy_handed_at recorded_at decided_at",
        staff="copy_handed_by recorded_by decided_by",
        technical="id form_key revision",
    )  # fmt: skip
    __mapper_args__: Any = {"polymorphic_on": "purpose", "polymorphic_abstract": True}  # noqa: RUF012
    __table_args__: Any = (
        sa.CheckConstraint(
            "status NOT IN ('approved', 'refused') OR decided_by <> recorded_by OR one_person_reason <> ''",
            name="four_eyes",
        ),
        sa.CheckConstraint("channel = 'counter' OR copy_handed_at IS NULL", name="copy_at_counter_only"),
        sa.Index("ix_paper_case_open", "status", "due_last", "number", "channel", "id"),
        sa.Index("ix_paper_case_by_received", "status", "received_on", "number", "channel"),
        sa.Index("ix_paper_case_by_number", "status", "number", "channel"),
        sa.Index("ix_paper_case_by_name", "status", "name_key", "number", "channel"),
        sa.Index("ix_paper_case_decided", "status", "decided_at", "id"),
        sa.Index("ix_paper_case_recorder", "recorded_by", "recorded_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(32))
    number: Mapped[str] = mapped_column(sa.String(16), unique=True)
    form_key: Mapped[UUID] = mapped_column(unique=True)
    status: Mapped[CaseStatus] = mapped_column(choice(CaseStatus, "status"))
    revision: Mapped[int] = mapped_column(default=1)

    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))
    branch: Mapped[str] = mapped_column(sa.String(60), default="")
    """Which of the offices has taken it in, by its name then; "" where there is one."""
    document_date: Mapped[date | None]
    received_on: Mapped[date]
    received_time: Mapped[time | None]
    """By the office's clock; asked for where the hour counts."""
    clock_from: Mapped[date]
    due_first: Mapped[date]
    due_last: Mapped[date]
    completed_on: Mapped[date | None]
    copy_handed_at: Mapped[datetime | None] = mapped_column(Utc)
    copy_handed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    original_location: Mapped[str] = mapped_column(sa.String(120), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")

    customer_number: Mapped[str] = mapped_column(sa.String(40), index=True)
    display_name: Mapped[str] = mapped_column(sa.String(520))
    name_key: Mapped[str] = mapped_column(sa.String(600), index=True)

    recorded_at: Mapped[datetime] = mapped_column(Utc)
    recorded_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    missing: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    one_person_reason: Mapped[str] = mapped_column(sa.Text, default="")

    editors: Mapped[list["CaseEditor"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    words: Mapped[list[CaseWord]] = relationship(cascade="all, delete-orphan")
    sealed: Mapped[list[SealedAnswer]] = relationship(cascade="all, delete-orphan")
    recorder: Mapped[StaffMember] = relationship(foreign_keys=[recorded_by], lazy="joined")
    decider: Mapped[StaffMember | None] = relationship(foreign_keys=[decided_by], lazy="joined")
    hold: Mapped[CaseHold | None] = relationship(
        primaryjoin="and_(Case.id == CaseHold.case_id, CaseHold.ended_at.is_(None))", viewonly=True, uselist=False,
        lazy="joined",
    )  # fmt: skip
    emergency: Mapped[EmergencyApproval | None] = relationship(viewonly=True, uselist=False, lazy="joined")
    taking: Mapped[CaseTaking | None] = relationship(viewonly=True, uselist=False, lazy="joined")
    letters: Mapped[list[SentLetter]] = relationship(viewonly=True, order_by=SentLetter.sent_at.desc())
    errands: Mapped[list[CaseErrand]] = relationship(viewonly=True, order_by=OLDEST_FIRST)
    waiting: Mapped[WaitingDecision | None] = relationship(viewonly=True, uselist=False, lazy="joined")

    def answer_months(self) -> int:
        """In how many months law wants the answer; 0 where the office has promised working days (R4)."""
        return 0

    @property
    def handed(self) -> CaseErrand | None:
        """To whom the case is handed over, if to anybody."""
        return next((one for one in self.errands if one.kind is ErrandKind.HANDED), None)

    @property
    def stands_still(self) -> bool:
        """Whether a decision on the case waits for its time, so that nothing else happens to it."""
        return self.waiting is not None and self.waiting.lapsed_at is None

    @property
    def decided_since(self) -> datetime | None:
        """When the case was decided, be it by a decision that waits; None while nobody has."""
        if self.waiting is not None and self.stands_still:
            return self.waiting.decided_at
        return None if self.status in OPEN_CASES else self.decided_at

    def is_own_of(self, staff_id: UUID) -> bool:
        """Whether this person keyed in or changed the case."""
        return staff_id in {editor.staff_id for editor in self.editors}

    def window(self, rules: OfficeRules) -> Window:
        """The working days between which the office decides (R4)."""
        return rules.window

    def signatory(self) -> Signatory | None:
        """Who signed it or asks by it; None where the paper says nothing of that or nobody did."""
        return None

    def hindrances(self, on: date) -> list[Hindrance]:  # noqa: ARG002 - some purposes ask for the day
        """What makes approving impossible on this day, in the order of the paper (P7); a purpose puts its own first."""
        if self.channel in COPY_CHANNELS and self.copy_handed_at is None:
            return [Hindrance(CaseHindrance.COPY_NOT_HANDED)]
        return []


class CaseEditor(Base):
    """Somebody who keyed in or changed a case, and so may not decide it (P6)."""

    __tablename__ = "case_editor"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.INTEREST, Kept.CASE, of="case_id",
        staff="staff_id",
        technical="case_id",
    )  # fmt: skip
    __table_args__ = (sa.Index("ix_case_editor_staff", "staff_id", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), primary_key=True)
