"""Which of its offices has taken a paper in, and which case is the same application as another one."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0036"
down_revision = "0035"
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


def downgrade() -> None:
    op.drop_table("duplicate")
    for name in TABLES:
        with rebuilt(name) as table:
            table.drop_column("branch")
