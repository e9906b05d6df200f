"""Forms that are not saved yet, and the files that were brought with them."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.scans.rules import FileKind
from provisioner.scans.tables import SignatureColumns


class Draft(Base):
    """What one person has typed into one form so far; `typed` is sealed with the desk's key, which is not here."""

    __tablename__ = "draft"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.DRAFT,
        words="typed",
        staff="staff_id saved_at",
        technical="form_key",
    )  # fmt: skip

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), primary_key=True)
    form_key: Mapped[UUID] = mapped_column(primary_key=True)
    typed: Mapped[str] = mapped_column(sa.Text)
    saved_at: Mapped[datetime] = mapped_column(Utc, index=True)


class BroughtFile(Base):
    """A scan that one person has brought with a form; it joins the case that the form becomes. `place` is its order."""

    __tablename__ = "brought_file"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.DRAFT,
        words="content",
        facts="place kind pages brought_at",
        staff="staff_id",
        sealed="digest",
        technical="id form_key",
    )  # fmt: skip
    __table_args__: Any = (sa.UniqueConstraint("staff_id", "form_key", "digest", name="uq_brought_file_digest"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    form_key: Mapped[UUID]
    place: Mapped[int]
    kind: Mapped[FileKind] = mapped_column(choice(FileKind, "kind"))
    digest: Mapped[str] = mapped_column(sa.String(64))
    pages: Mapped[int]
    brought_at: Mapped[datetime] = mapped_column(Utc, index=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)

    signed: Mapped[list["BroughtSignature"]] = relationship(
        lazy="selectin", viewonly=True, order_by="BroughtSignature.place"
    )  # fmt: skip


class BroughtSignature(SignatureColumns, Base):
    """What was thought of an electronic signature of it; it goes with the file to the case."""

    __tablename__ = "brought_signature"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.DRAFT,
        identity="signer",
        words="issuer",
        facts="verdict why claimed_at later",
        technical="file_id place",
    )  # fmt: skip

    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("brought_file.id"), primary_key=True)


class BroughtPage(Base):
    """A page of it as we have drawn it, and a small one; both WebP."""

    __tablename__ = "brought_page"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.DRAFT,
        words="picture thumbnail",
        technical="file_id page width height",
    )  # fmt: skip

    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("brought_file.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    width: Mapped[int]
    height: Mapped[int]
    picture: Mapped[bytes] = mapped_column(sa.LargeBinary)
    thumbnail: Mapped[bytes] = mapped_column(sa.LargeBinary)
