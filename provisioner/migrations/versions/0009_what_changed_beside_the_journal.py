"""What fields said before and after a correction stands beside the journal, where it can be erased.

On the way down all of it is lost; the journal's lines stay and still name the fields that changed.
"""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNALTERED = Promise("values_unaltered", "audit_value", ("UPDATE",), "1 = 1", "what a field said is never altered")


def upgrade() -> None:
    op.create_table(
        "audit_value",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_seq"], ["audit_entry.seq"], name=op.f("fk_audit_value_entry_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_value")),
    )
    op.create_index(op.f("ix_audit_value_entry_seq"), "audit_value", ["entry_seq"])
    UNALTERED.create()


def downgrade() -> None:
    UNALTERED.drop()
    op.drop_table("audit_value")
