"""The address of an account is corrected: one person proposes, another confirms."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, rebuilt

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FORMER = (
    "email_taken", "refused_by_keycloak", "user_missing", "mail_refused", "email_differs", "gave_up", "unexpected",
    "not_blocked", "not_unblocked",
)  # fmt: skip
REASONS = (*FORMER, "used_before_correction")
OPEN = sa.text("status = 'open'")
KEPT = Promise(
    "correction_kept", "correction", ("UPDATE",),
    "OLD.status <> 'open' OR NEW.proposed_by <> OLD.proposed_by OR NEW.email <> OLD.email "
    "OR NEW.account_id <> OLD.account_id",
    "a correction keeps what was proposed and decided",
)  # fmt: skip
CONFIRMED = Promise(
    "address_confirmed", "account", ("UPDATE",),
    "NEW.email <> OLD.email AND NOT EXISTS (SELECT 1 FROM correction WHERE correction.account_id = NEW.id "
    "AND correction.status = 'confirmed' AND correction.email = NEW.email)",
    "an address changes by a confirmed correction",
)  # fmt: skip


def upgrade() -> None:
    with rebuilt("account") as table:
        table.drop_constraint(op.f("ck_account_attention"), type_="check")
        table.create_check_constraint("attention", f"attention IN {REASONS}")
        table.add_column(sa.Column("email_key", sa.String(length=254), nullable=False, server_default=""))
        table.add_column(sa.Column("former_emails", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE account SET email_key = lower(email)")
    with rebuilt("account") as table:
        table.alter_column("email_key", existing_type=sa.String(length=254), server_default=None)
        table.alter_column("former_emails", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
    op.create_index(op.f("ix_account_email_key"), "account", ["email_key"])
    _create_corrections()
    for promise in (KEPT, CONFIRMED):
        promise.create()


def downgrade() -> None:
    for promise in (CONFIRMED, KEPT):
        promise.drop()
    op.drop_table("correction")
    op.execute("UPDATE account SET attention = 'unexpected' WHERE attention = 'used_before_correction'")
    op.drop_index(op.f("ix_account_email_key"), "account")
    with rebuilt("account") as table:
        table.drop_constraint(op.f("ck_account_attention"), type_="check")
        table.create_check_constraint("attention", f"attention IN {FORMER}")
        table.drop_column("email_key")
        table.drop_column("former_emails")


def _create_corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("former_email", sa.String(length=254), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("word_received_on", sa.Date(), nullable=True),
        sa.Column("word_channel", sa.String(length=32), nullable=True),
        sa.Column("compared_with_paper", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("one_person_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'confirmed', 'rejected')", name=op.f("ck_correction_status")),
        sa.CheckConstraint("kind IN ('keyed_wrongly', 'paper_wrong')", name=op.f("ck_correction_kind")),
        sa.CheckConstraint("word_channel IN ('counter', 'post', 'email')", name=op.f("ck_correction_word_channel")),
        sa.CheckConstraint(
            "status <> 'confirmed' OR decided_by <> proposed_by OR one_person_reason <> ''",
            name=op.f("ck_correction_four_eyes"),
        ),
        sa.CheckConstraint(
            "status = 'open' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)", name=op.f("ck_correction_decided")
        ),
        sa.CheckConstraint("status <> 'rejected' OR reason <> ''", name=op.f("ck_correction_rejected_for_a_reason")),
        sa.CheckConstraint(
            "status <> 'confirmed' OR kind = 'paper_wrong' OR compared_with_paper",
            name=op.f("ck_correction_compared_with_paper"),
        ),
        sa.CheckConstraint(
            "kind = 'keyed_wrongly' OR (word_received_on IS NOT NULL AND word_channel IS NOT NULL)",
            name=op.f("ck_correction_customers_word"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_correction_account_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff_member.id"], name=op.f("fk_correction_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name=op.f("fk_correction_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_account_id"), "correction", ["account_id"])
    op.create_index("ix_correction_waiting", "correction", ["status", "proposed_at"])
    op.create_index(
        "uq_correction_open", "correction", ["account_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
