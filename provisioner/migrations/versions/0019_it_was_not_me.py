"""Links in mails with which a reader says: it wasn't me."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OPEN = sa.text("used_at IS NOT NULL AND settled_at IS NULL")


def upgrade() -> None:
    with rebuilt("account_block") as table:
        table.alter_column("by", existing_type=sa.Uuid(), nullable=True)
    op.create_table(
        "not_me",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("address_mark", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('blocked', 'dismissed')", name=op.f("ck_not_me_outcome")),
        sa.CheckConstraint(
            "settled_at IS NULL OR (used_at IS NOT NULL AND settled_by IS NOT NULL)", name=op.f("ck_not_me_settled")
        ),
        sa.CheckConstraint("outcome <> 'dismissed' OR reason <> ''", name=op.f("ck_not_me_dismissed_for_a_reason")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_not_me_account_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["staff_member.id"], name=op.f("fk_not_me_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_me")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_not_me_token_hash")),
    )
    op.create_index("ix_not_me_open", "not_me", ["account_id", "used_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_not_me_ends_at", "not_me", ["ends_at"])


def downgrade() -> None:
    op.drop_table("not_me")
    # The former schema knows no block that nobody of the staff asked for; its reason says where it came from.
    op.execute('UPDATE account_block SET "by" = (SELECT id FROM staff_member ORDER BY id LIMIT 1) WHERE "by" IS NULL')
    with rebuilt("account_block") as table:
        table.alter_column("by", existing_type=sa.Uuid(), nullable=False)
