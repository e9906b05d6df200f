"""Answers of a paper that are kept sealed (PESEL), each bound to its case and field."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_answer",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.String(length=512), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_sealed_answer_case_id")),
        sa.PrimaryKeyConstraint("case_id", "field", name=op.f("pk_sealed_answer")),
    )
    op.create_index("ix_sealed_answer_fingerprint", "sealed_answer", ["fingerprint", "field"])


def downgrade() -> None:
    op.drop_table("sealed_answer")
