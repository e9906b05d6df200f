"""Which office has taken a paper in, which case is the same application as another, who has approved alone and why."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = ("paper_case", "erasure")


def upgrade() -> None:
    for name in TABLES:
        with rebuilt(name) as table:
            table.add_column(sa.Column("branch", sa.String(length=60), nullable=False, server_default=""))
        with rebuilt(name) as table:
            table.alter_column("branch", existing_type=sa.String(length=60), server_default=None)
    op.create_table(
        "duplicate",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("same_as", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_duplicate_case_id")),
        sa.ForeignKeyConstraint(["same_as"], ["paper_case.id"], name=op.f("fk_duplicate_same_as")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_duplicate")),
    )
    op.create_index(op.f("ix_duplicate_same_as"), "duplicate", ["same_as"])
    op.create_table(
        "emergency_approval",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_emergency_approval_for_a_reason")),
        sa.CheckConstraint("reviewed_by <> asked_by", name=op.f("ck_emergency_approval_reviewed_by_another")),
        sa.CheckConstraint(
            "reviewed_by IS NULL OR (used_at IS NOT NULL AND review <> '')",
            name=op.f("ck_emergency_approval_reviewed_once_used"),
        ),
        sa.CheckConstraint("verdict IN ('right', 'objected')", name=op.f("ck_emergency_approval_verdict")),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_emergency_approval_case_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff_member.id"], name=op.f("fk_emergency_approval_asked_by")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["staff_member.id"], name=op.f("fk_emergency_approval_reviewed_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_emergency_approval")),
    )
    op.create_index("ix_emergency_approval_used", "emergency_approval", ["used_at"])


def downgrade() -> None:
    op.drop_table("emergency_approval")
    op.drop_table("duplicate")
    for name in TABLES:
        with rebuilt(name) as table:
            table.drop_column("branch")
