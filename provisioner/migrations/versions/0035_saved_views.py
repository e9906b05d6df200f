"""The queue in other orders, and views of it saved by name."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ORDERS = {
    "ix_paper_case_by_received": ["status", "received_on", "number", "channel"],
    "ix_paper_case_by_number": ["status", "number", "channel"],
    "ix_paper_case_by_name": ["status", "name_key", "number", "channel"],
}


def upgrade() -> None:
    for name, columns in ORDERS.items():
        op.create_index(name, "paper_case", columns)
    op.create_table(
        "queue_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_queue_view_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_view")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_queue_view_staff_id")),
    )


def downgrade() -> None:
    op.drop_table("queue_view")
    for name in ORDERS:
        op.drop_index(name, "paper_case")
