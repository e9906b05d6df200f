"""Accounts are blocked on a ground and unblocked with a reason."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FORMER_STATES = ("approved", "created", "notified", "activated", "expired", "needs_attention", "closed")
STATES = (*FORMER_STATES, "blocking", "blocked", "unblocking")
FORMER_REASONS = (
    "email_taken", "refused_by_keycloak", "user_missing", "mail_refused", "email_differs", "gave_up", "unexpected",
)  # fmt: skip
REASONS = (*FORMER_REASONS, "not_blocked", "not_unblocked")


def upgrade() -> None:
    _allow(STATES, REASONS)
    op.create_table(
        "account_block",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("former", sa.String(length=32), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_block_account_id")),
        sa.ForeignKeyConstraint(["by"], ["staff_member.id"], name=op.f("fk_account_block_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff_member.id"], name=op.f("fk_account_block_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_block")),
    )
    standing = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_account_block_standing", "account_block", ["account_id"], unique=True,
        sqlite_where=standing, postgresql_where=standing,
    )  # fmt: skip


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind IN ('block', 'unblock', 'tell_blocked', 'tell_unblocked')")
    op.execute(
        "UPDATE account SET status = 'needs_attention', attention = 'unexpected', attention_code = 'blocked' "
        "WHERE status IN ('blocking', 'blocked', 'unblocking') OR attention IN ('not_blocked', 'not_unblocked')"
    )
    op.drop_table("account_block")
    _allow(FORMER_STATES, FORMER_REASONS)


def _allow(states: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    with rebuilt("account") as table:
        table.drop_constraint(op.f("ck_account_status"), type_="check")
        table.create_check_constraint("status", f"status IN {states}")
        table.drop_constraint(op.f("ck_account_attention"), type_="check")
        table.create_check_constraint("attention", f"attention IN {reasons}")
