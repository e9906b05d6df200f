"""The logins that are taken."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base


class Login(Base):
    """A login that is taken: by an application while it is open, for ever once an account was approved (R4)."""

    __tablename__ = "login"

    login: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    application_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("application.id"), index=True)
