"""What the office keeps at run time: closed days and its settings."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base


class ClosedDay(Base):
    """A weekday on which the office is shut; stops the clock of R4."""

    __tablename__ = "closed_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(120))


class OfficeSetting(Base):
    """A setting of the office that differs from its default."""

    __tablename__ = "office_setting"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)
