"""The scans of a case: what is known of each and its signatures, the file as it came, its pages as we show them."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.scans.rules import FileKind, VirusCheck
from provisioner.scans.signatures import Signature, Verdict, Why
from provisioner.staff.tables import StaffMember


class Scan(Base):
    """One scan of a case, known again by its digest; `number` is its name, counted in the case.

    `found` is what the virus scanner called what it found.
    """

    __tablename__ = "scan"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="case_id",
        facts="number kind bytes pages added_at virus_check checked_at",
        staff="added_by",
        sealed="digest",
        technical="id case_id found",
    )  # fmt: skip
    __table_args__: Any = (
        sa.UniqueConstraint("case_id", "digest", name="uq_scan_digest"),
        sa.UniqueConstraint("case_id", "number", name="uq_scan_number"),
        sa.Index("ix_scan_digest", "digest"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[FileKind] = mapped_column(choice(FileKind, "kind"))
    bytes: Mapped[int]
    pages: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Utc)
    added_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    virus_check: Mapped[VirusCheck] = mapped_column(choice(VirusCheck, "virus_check"))
    checked_at: Mapped[datetime | None] = mapped_column(Utc)
    found: Mapped[str] = mapped_column(sa.String(120), default="")

    adder: Mapped[StaffMember] = relationship(lazy="joined")
    signed: Mapped[list["ScanSignature"]] = relationship(
        lazy="joined", viewonly=True, order_by="ScanSignature.place"
    )  # fmt: skip


class SignatureColumns:
    """What a row says of the signature that is the `place`th of its file; a file without any has no row."""

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    why: Mapped[Why | None] = mapped_column(choice(Why, "why"))
    signer: Mapped[str] = mapped_column(sa.String(200))
    issuer: Mapped[str] = mapped_column(sa.String(200))
    claimed_at: Mapped[datetime | None] = mapped_column(Utc)
    later: Mapped[bool]

    @property
    def signature(self) -> Signature:
        """As the rules know it."""
        return Signature(self.verdict, self.why, self.signer, self.issuer, self.claimed_at, self.later)


class ScanSignature(SignatureColumns, Base):
    """What was thought of an electronic signature when its scan was added; it stays so, whoever is trusted later."""

    __tablename__ = "scan_signature"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="scan_id",
        identity="signer",
        words="issuer",
        facts="verdict why claimed_at later",
        technical="scan_id place",
    )  # fmt: skip

    scan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("scan.id"), primary_key=True)


class ScanContent(Base):
    """The file, byte for byte; apart from the rest, so that nobody reads megabytes to list scans."""

    __tablename__ = "scan_content"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="scan_id",
        words="content",
        technical="scan_id",
    )  # fmt: skip

    scan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("scan.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)


class ScanPage(Base):
    """A page as a picture that we made of it, and a small one; both WebP."""

    __tablename__ = "scan_page"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="scan_id",
        words="picture thumbnail",
        technical="scan_id page width height",
    )  # fmt: skip

    scan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("scan.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    width: Mapped[int]
    height: Mapped[int]
    picture: Mapped[bytes] = mapped_column(sa.LargeBinary)
    thumbnail: Mapped[bytes] = mapped_column(sa.LargeBinary)
