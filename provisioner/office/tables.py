"""What the office keeps at run time: closed days and its settings."""

from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base
from provisioner.database.data import Basis, Kept, Purpose, data


class ClosedDay(Base):
    """A weekday on which the office is shut; stops the clock of R4."""

    __tablename__ = "closed_day"
    __data__: ClassVar = data(
        Purpose.OFFICE, Basis.NONE, Kept.OFFICE,
        technical="day reason",
    )  # fmt: skip

    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(120))


class OfficeSetting(Base):
    """A setting of the office that differs from its default."""

    __tablename__ = "office_setting"
    __data__: ClassVar = data(
        Purpose.OFFICE, Basis.NONE, Kept.OFFICE,
        technical="name value",
    )  # fmt: skip

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)
