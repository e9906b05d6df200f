"""Scans brought with a form before it is a case; a file is found again by its digest on any case."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brought_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png', 'tiff')", name=op.f("ck_brought_file_kind")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_brought_file_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought_file")),
        sa.UniqueConstraint("staff_id", "form_key", "digest", name="uq_brought_file_digest"),
    )
    op.create_index(op.f("ix_brought_file_brought_at"), "brought_file", ["brought_at"])
    op.create_table(
        "brought_page",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["brought_file.id"], name=op.f("fk_brought_page_file_id")),
        sa.PrimaryKeyConstraint("file_id", "page", name=op.f("pk_brought_page")),
    )
    op.create_index("ix_scan_digest", "scan", ["digest"])


def downgrade() -> None:
    op.drop_index("ix_scan_digest", "scan")
    op.drop_table("brought_page")
    op.drop_table("brought_file")
