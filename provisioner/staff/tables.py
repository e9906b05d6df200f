"""Members of staff as the staff realm names them, and their signed-in sessions."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Json, Utc
from provisioner.database.data import Basis, Kept, Purpose, data


class StaffMember(Base):
    """Somebody who has signed in to the desk; identity is issuer and subject, never a name (ASVS 6.8.1)."""

    __tablename__ = "staff_member"
    __data__: ClassVar = data(
        Purpose.STAFF, Basis.INTEREST, Kept.STAFF,
        staff="name issuer subject",
        technical="id",
    )  # fmt: skip
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(sa.String(255))
    subject: Mapped[str] = mapped_column(sa.String(255))
    name: Mapped[str] = mapped_column(sa.String(255))


class StaffSession(Base):
    """A session of the desk; the key is the SHA-256 of what the cookie holds (ASVS 7.2.1).

    `roles` and `refresh_token` are what the staff realm gave when it was last asked (`confirmed_at`); the token is
    sealed with the desk's key. `asking_until` is the lease of the one request that asks now.
    """

    __tablename__ = "staff_session"
    __data__: ClassVar = data(
        Purpose.STAFF, Basis.INTEREST, Kept.SESSION,
        staff="staff_id roles data created_at last_seen_at",
        sealed="id_hash refresh_token keycloak_session",
        technical="confirmed_at asking_until",
    )  # fmt: skip

    id_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    keycloak_session: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    data: Mapped[Json] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(Utc)
    last_seen_at: Mapped[datetime] = mapped_column(Utc, index=True)
    roles: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    refresh_token: Mapped[str | None] = mapped_column(sa.Text)
    confirmed_at: Mapped[datetime] = mapped_column(Utc)
    asking_until: Mapped[datetime | None] = mapped_column(Utc)


class StaffListed(Base):
    """A user of the staff realm as it was last read: who may use the desk, whether they have ever signed in or not."""

    __tablename__ = "staff_listed"
    __data__: ClassVar = data(
        Purpose.STAFF, Basis.INTEREST, Kept.LISTED,
        staff="subject login name enabled roles",
        technical="read_at",
    )  # fmt: skip

    subject: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    login: Mapped[str] = mapped_column(sa.String(255))
    name: Mapped[str] = mapped_column(sa.String(255))
    enabled: Mapped[bool]
    roles: Mapped[list[str]] = mapped_column(sa.JSON)
    read_at: Mapped[datetime] = mapped_column(Utc)
