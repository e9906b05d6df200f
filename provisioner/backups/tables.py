"""That this database came out of a backup, and whether it still waits for its operator."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc
from provisioner.database.data import Basis, Kept, Purpose, data


class Restoration(Base):
    """One restore; it stands in the database from the first moment in which that can be opened.

    While `released_at` is empty the worker carries nothing out.
    """

    __tablename__ = "restoration"
    __data__: ClassVar = data(
        Purpose.SYSTEM, Basis.NONE, Kept.EVER,
        technical="id made_at restored_at released_at",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    made_at: Mapped[datetime] = mapped_column(Utc)
    """When the backup was made: what came later is not here."""
    restored_at: Mapped[datetime] = mapped_column(Utc)
    released_at: Mapped[datetime | None] = mapped_column(Utc)
