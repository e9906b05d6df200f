"""Changes of an account's data, as the worker carries them out and tells them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc


class AccountChange(Base):
    """One approved change: `fields` names what it changed, `former_email` is "" where the address stayed.

    `case_id` is the paper it was approved on; the realm has had the new data since `done_at`.
    """

    __tablename__ = "account_change"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), unique=True)
    fields: Mapped[list[str]] = mapped_column(sa.JSON)
    former_email: Mapped[str] = mapped_column(sa.String(254))
    email: Mapped[str] = mapped_column(sa.String(254))
    at: Mapped[datetime] = mapped_column(Utc)
    done_at: Mapped[datetime | None] = mapped_column(Utc)
