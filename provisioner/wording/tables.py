"""What the office says in its own words."""

from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base
from provisioner.database.data import Basis, Kept, Purpose, data


class OwnText(Base):
    """One text that was ever changed: its parts that differ from the shipped ones, and the number of this version.

    `parts` holds by language and name of the part what it says (`said`) and over which shipped words (`over`).
    """

    __tablename__ = "own_text"
    __data__: ClassVar = data(
        Purpose.OFFICE, Basis.NONE, Kept.OFFICE,
        technical="name number parts",
    )  # fmt: skip

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    number: Mapped[int]
    parts: Mapped[Any] = mapped_column(sa.JSON)
