"""Accounts, the logins that are taken for ever, and the outbox of work to carry out."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.applications.tables import Application
from provisioner.database.columns import Base, Utc, choice


class Account(Base):
    """The account of one approved application; the user itself lives in Keycloak."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    status: Mapped[AccountStatus] = mapped_column(choice(AccountStatus, "status"), index=True)
    login: Mapped[str] = mapped_column(sa.ForeignKey("login.login"), unique=True)
    keycloak_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    generation: Mapped[int] = mapped_column(default=0)
    mails_sent: Mapped[int] = mapped_column(default=0)
    attention: Mapped[Attention | None] = mapped_column(choice(Attention, "attention"))
    attention_code: Mapped[str] = mapped_column(sa.String(80), default="")
    approved_at: Mapped[datetime] = mapped_column(Utc)
    created_at: Mapped[datetime | None] = mapped_column(Utc)
    notified_at: Mapped[datetime | None] = mapped_column(Utc)
    password_valid_until: Mapped[datetime | None] = mapped_column(Utc)
    activated_at: Mapped[datetime | None] = mapped_column(Utc)

    application: Mapped[Application] = relationship(lazy="joined")
