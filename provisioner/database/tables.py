"""What the schema says of itself to programs that do not know its version."""

from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base
from provisioner.database.data import Basis, Kept, Purpose, data


class SchemaReach(Base):
    """One row: the oldest version of the schema whose programs work on the one that is here."""

    __tablename__ = "schema_reach"
    __data__: ClassVar = data(
        Purpose.SYSTEM, Basis.NONE, Kept.EVER,
        technical="oldest",
    )  # fmt: skip

    oldest: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
