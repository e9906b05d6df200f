"""A decision waits before it counts, and can be taken back meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STATES = "'recorded', 'incomplete', 'approved', 'refused', 'withdrawn'"


def upgrade() -> None:
    op.create_table(
        "waiting_decision",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"verdict IN ({STATES})", name=op.f("ck_waiting_decision_verdict")),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_waiting_decision_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name=op.f("fk_waiting_decision_decided_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_waiting_decision")),
    )
    op.create_index(op.f("ix_waiting_decision_decided_by"), "waiting_decision", ["decided_by"])


def downgrade() -> None:
    # Whoever decided has to decide anew.
    op.execute("DELETE FROM task WHERE kind = 'apply_decision'")
    op.drop_table("waiting_decision")
