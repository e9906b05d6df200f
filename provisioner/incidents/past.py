"""What is left of an incident whose case was erased: what, when and how it ended; nothing names the customer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from provisioner.accounts.tables import Account
from provisioner.database.columns import Base, OpenChoice, Utc
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.incidents.rules import IncidentStatus
from provisioner.incidents.tables import Incident
from provisioner.staff.tables import StaffMember

FACTS = (
    "id", "status", "disclosed", "opened_by", "opened_at", "due_at", "assessed_by", "assessed_at", "authority_told",
    "authority_on", "customer_told", "closed_by", "closed_at",
)  # fmt: skip
"""Of the incident itself; what people wrote about it goes with the case."""


class PastIncident(Base):
    """A line of the register after its case was erased: the office shows what breaches it noted (art. 33 (5) GDPR)."""

    __tablename__ = "past_incident"
    __data__: ClassVar = data(
        Purpose.PROOF, Basis.DUTY, Kept.EVER,
        facts="case_number status disclosed opened_at due_at assessed_at authority_told authority_on customer_told "
        "closed_at",
        staff="opened_by assessed_by closed_by",
        technical="id",
    )  # fmt: skip
    __table_args__ = (sa.Index("ix_past_incident_newest", "opened_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_number: Mapped[str] = mapped_column(sa.String(16))
    status: Mapped[IncidentStatus] = mapped_column(OpenChoice(IncidentStatus, 32))
    disclosed: Mapped[list[str]] = mapped_column(sa.JSON)
    opened_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    opened_at: Mapped[datetime] = mapped_column(Utc)
    due_at: Mapped[datetime] = mapped_column(Utc)
    assessed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    assessed_at: Mapped[datetime | None] = mapped_column(Utc)
    authority_told: Mapped[bool | None]
    authority_on: Mapped[date | None]
    customer_told: Mapped[bool | None]
    closed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)

    opener: Mapped[StaffMember] = relationship(foreign_keys=opened_by, lazy="joined")
    assessor: Mapped[StaffMember | None] = relationship(foreign_keys=assessed_by, lazy="joined")
    closer: Mapped[StaffMember | None] = relationship(foreign_keys=closed_by, lazy="joined")


def keep_past(session: Session, account_ids: Collection[UUID]) -> None:
    """Keep the line of each incident of these accounts, which are about to be erased.

    Whoever assesses one at this moment has come before, or finds it gone.
    """
    found = sa.select(Incident, Account.case_number).join(Account, Account.id == Incident.account_id)
    found = found.where(Incident.account_id.in_(account_ids)).order_by(Incident.id)
    for one, number in session.execute(found.with_for_update(of=Incident)):
        session.add(PastIncident(case_number=number, **{name: getattr(one, name) for name in FACTS}))
    session.flush()


def past(session: Session, status: IncidentStatus | None = None, *, most: int | None = None) -> Sequence[PastIncident]:
    """Those of erased cases, the newest first."""
    of_status = PastIncident.status == status if status else sa.true()
    newest = (PastIncident.opened_at.desc(), PastIncident.id)
    return session.scalars(sa.select(PastIncident).where(of_status).order_by(*newest).limit(most)).all()
