"""Who has a case of the queue in hand, and who has skipped it for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_taking",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_case_taking_case_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff_member.id"], name=op.f("fk_case_taking_taken_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_taking")),
    )
    op.create_index(op.f("ix_case_taking_taken_by"), "case_taking", ["taken_by"])
    op.create_table(
        "case_skip",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("skipped_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.CheckConstraint("reason IN ('ask', 'paper', 'partial', 'later')", name=op.f("ck_case_skip_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_case_skip_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_case_skip_staff_id")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", "skipped_on", name=op.f("pk_case_skip")),
    )
    op.create_index("ix_case_skip_staff", "case_skip", ["staff_id", "skipped_on"])


def downgrade() -> None:
    op.drop_table("case_skip")
    op.drop_table("case_taking")
