"""How the parts outside our database are doing."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc
from provisioner.database.data import Basis, Kept, Purpose, data


class ComponentState(Base):
    """How a part outside our database is doing, as the worker last saw it: `keycloak`, `mail`, `worker`."""

    __tablename__ = "component_state"
    __data__: ClassVar = data(
        Purpose.SYSTEM, Basis.NONE, Kept.OFFICE,
        technical="name problem since seen_at",
    )  # fmt: skip

    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    problem: Mapped[str] = mapped_column(sa.String(64), default="")
    since: Mapped[datetime] = mapped_column(Utc)
    seen_at: Mapped[datetime] = mapped_column(Utc)
