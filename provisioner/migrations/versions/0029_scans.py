"""Scans of the papers, with their files and pages; one of a decided case stays until the case is erased."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OF_AN_OPEN_CASE = (
    "EXISTS (SELECT 1 FROM paper_case c WHERE c.id = OLD.case_id "
    "AND (c.status IN ('recorded', 'incomplete') OR OLD.added_at > c.decided_at))"
)
NOTED = "EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.case_id)"
PROMISES = (
    Promise(
        "scan_kept", "scan", ("DELETE",), f"OLD.virus_check <> 'infected' AND NOT {OF_AN_OPEN_CASE} AND NOT {NOTED}",
        "scan_kept: a scan of a decided case stays until the case is erased",
    ),
    Promise(
        "scan_frozen", "scan", ("UPDATE",),
        "NEW.case_id <> OLD.case_id OR NEW.digest <> OLD.digest OR NEW.number <> OLD.number",
        "scan_frozen: a scan stays the file it is, on its case",
    ),
    Promise("scan_content_frozen", "scan_content", ("UPDATE",), "1 = 1", "scan_content_frozen: a file stays as it came"),
    Promise("scan_page_frozen", "scan_page", ("UPDATE",), "1 = 1", "scan_page_frozen: a page stays as it was drawn"),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("virus_check", sa.String(length=32), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png', 'tiff')", name=op.f("ck_scan_kind")),
        sa.CheckConstraint(
            "virus_check IN ('not_asked', 'waiting', 'clean', 'infected', 'undecided')",
            name=op.f("ck_scan_virus_check"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_scan_case_id")),
        sa.ForeignKeyConstraint(["added_by"], ["staff_member.id"], name=op.f("fk_scan_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("case_id", "digest", name="uq_scan_digest"),
        sa.UniqueConstraint("case_id", "number", name="uq_scan_number"),
    )
    op.create_table(
        "scan_content",
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_scan_content_scan_id")),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_scan_content")),
    )
    op.create_table(
        "scan_page",
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_scan_page_scan_id")),
        sa.PrimaryKeyConstraint("scan_id", "page", name=op.f("pk_scan_page")),
    )
    for promise in PROMISES:
        promise.create()


def downgrade() -> None:
    for promise in PROMISES:
        promise.drop()
    for table in ("scan_page", "scan_content", "scan"):
        op.drop_table(table)
    op.execute("DELETE FROM task WHERE kind = 'check_scan'")
