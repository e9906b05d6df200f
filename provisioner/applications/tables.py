"""Applications as the paper says them, their clause answers and the running number of the year."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.applications.rules import Answer, CustomerKind, FiledBy
from provisioner.cases.channels import Channel
from provisioner.cases.status import ApplicationStatus
from provisioner.database.columns import Base, Utc, choice
from provisioner.forms.tables import Clause, FormEdition
from provisioner.mail.language import Language
from provisioner.staff.tables import StaffMember


class CaseNumber(Base):
    """The last number given out in a year; locked by its own UPDATE."""

    __tablename__ = "case_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Application(Base):
    """One signed paper application for an account (R1–R4)."""

    __tablename__ = "application"
    __table_args__ = (
        sa.CheckConstraint(
            "status NOT IN ('approved', 'refused') OR decided_by <> recorded_by OR one_person_reason <> ''",
            name="four_eyes",
        ),
        sa.CheckConstraint("status <> 'approved' OR regulamin_signed", name="regulamin_signed"),
        sa.CheckConstraint("channel = 'counter' OR copy_handed_at IS NULL", name="copy_at_counter_only"),
        sa.CheckConstraint("customer_kind <> 'company' OR (company_name <> '' AND nip <> '')", name="company_named"),
        sa.CheckConstraint("customer_kind <> 'person' OR last_name <> ''", name="person_named"),
        sa.Index("ix_application_queue", "status", "due_last", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(16), unique=True)
    form_key: Mapped[UUID] = mapped_column(unique=True)
    status: Mapped[ApplicationStatus] = mapped_column(choice(ApplicationStatus, "status"))
    revision: Mapped[int] = mapped_column(default=1)

    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))
    document_date: Mapped[date | None]
    received_on: Mapped[date]
    clock_from: Mapped[date]
    due_first: Mapped[date]
    due_last: Mapped[date]
    original_location: Mapped[str] = mapped_column(sa.String(120), default="")

    customer_number: Mapped[str] = mapped_column(sa.String(40), index=True)
    customer_kind: Mapped[CustomerKind] = mapped_column(choice(CustomerKind, "customer_kind"))
    filed_by: Mapped[FiledBy] = mapped_column(choice(FiledBy, "filed_by"))
    attorney_name: Mapped[str] = mapped_column(sa.String(200), default="")
    first_name: Mapped[str] = mapped_column(sa.String(120), default="")
    last_name: Mapped[str] = mapped_column(sa.String(120), default="")
    company_name: Mapped[str] = mapped_column(sa.String(200), default="")
    nip: Mapped[str] = mapped_column(sa.String(10), default="")
    name_key: Mapped[str] = mapped_column(sa.String(255), index=True)
    street: Mapped[str] = mapped_column(sa.String(200))
    postcode: Mapped[str] = mapped_column(sa.String(6))
    town: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254))
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    language: Mapped[Language] = mapped_column(choice(Language, "language"))

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("form_edition.id"))
    regulamin_signed: Mapped[bool]
    copy_handed_at: Mapped[datetime | None] = mapped_column(Utc)
    copy_handed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    note: Mapped[str] = mapped_column(sa.Text, default="")

    reserved_login: Mapped[str] = mapped_column(sa.String(64))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    recorded_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    completed_on: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    missing: Mapped[str] = mapped_column(sa.Text, default="")
    one_person_reason: Mapped[str] = mapped_column(sa.Text, default="")

    edition: Mapped[FormEdition] = relationship()
    answers: Mapped[list["ClauseAnswer"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    editors: Mapped[list["ApplicationEditor"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    recorder: Mapped[StaffMember] = relationship(foreign_keys=[recorded_by], lazy="joined")
    decider: Mapped[StaffMember | None] = relationship(foreign_keys=[decided_by], lazy="joined")

    def is_own_of(self, staff_id: UUID) -> bool:
        """Whether this person keyed in or changed the application."""
        return staff_id in {editor.staff_id for editor in self.editors}

    @property
    def display_name(self) -> str:
        """The customer as printed on the invoice."""
        return self.company_name or f"{self.first_name} {self.last_name}".strip()


class ApplicationEditor(Base):
    """Somebody who keyed in or changed an application, and so may not decide it (P6)."""

    __tablename__ = "application_editor"

    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), primary_key=True)


class ClauseAnswer(Base):
    """What the paper says beside one clause."""

    __tablename__ = "clause_answer"

    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(sa.ForeignKey("clause.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer"))

    clause: Mapped[Clause] = relationship(lazy="joined")
