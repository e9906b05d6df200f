"""The logins that are taken."""

from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base
from provisioner.database.data import Basis, Kept, Purpose, data


class Login(Base):
    """A login that is taken: by a case while it is open, for ever once an account was approved (R4).

    Once its customer is erased, a keyed hash stands in its place (`register.sealed`).
    """

    __tablename__ = "login"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.LOGIN,
        identity="login",
        technical="case_id",
    )  # fmt: skip

    login: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    # Checked at the end of the transaction: the login is reserved first, so that no case exists without one.
    case_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("paper_case.id", deferrable=True, initially="DEFERRED"), index=True
    )
