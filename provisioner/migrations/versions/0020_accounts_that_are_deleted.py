"""Accounts that are closed on paper and deleted: resignations, how far each closing has come."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, allow, settle

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CHANNELS = (("paper_case", "channel"), ("correction", "word_channel"))
ERASED_BY_THE_DOOR = Promise(
    "case_erased_by_the_door",
    "paper_case",
    ("DELETE",),
    "NOT EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.id)",
    "erased_by_the_door: a case is removed only once its erasure is noted",
)
"""As migration 0018 made it; papers of a purpose that the schema before did not know go without such a note."""
BY_PAPER = Promise(
    "closing_approved", "account_closing", ("INSERT",),
    "NOT EXISTS (SELECT 1 FROM resignation r JOIN paper_case p ON p.id = r.id WHERE r.id = NEW.case_id "
    "AND r.account_id = NEW.account_id AND p.status = 'approved')",
    "an account is closed by an approved paper",
)  # fmt: skip
SHUT_FIRST = Promise(
    "closing_in_order", "account_closing", ("UPDATE",),
    "OLD.removed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL OR NEW.case_id <> OLD.case_id "
    "OR NEW.account_id <> OLD.account_id OR (NEW.removed_at IS NOT NULL AND NEW.shut_at IS NULL)",
    "an account is shut before it is deleted, and what is over stays as it was",
)  # fmt: skip


def upgrade() -> None:
    for table, column in CHANNELS:
        allow(table, column, ("office",))
    allow("account", "status", ("closing",))
    allow("account", "attention", ("not_removed",))
    op.create_index(op.f("ix_account_customer_number"), "account", ["customer_number"])
    op.create_table(
        "resignation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asker_name", sa.String(length=255), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=240), nullable=False),
        sa.Column("proof", sa.String(length=240), nullable=False),
        sa.Column("proof_needed", sa.Boolean(), nullable=False),
        sa.Column("effect_on", sa.Date(), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "asked_by IN ('customer', 'office') OR asker_name <> ''", name=op.f("ck_resignation_asker_named")
        ),
        sa.CheckConstraint(
            "asked_by IN ('customer', 'attorney', 'heir', 'office')", name=op.f("ck_resignation_asked_by")
        ),
        sa.ForeignKeyConstraint(["id"], ["paper_case.id"], name=op.f("fk_resignation_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_resignation_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resignation")),
    )
    op.create_index(op.f("ix_resignation_account_id"), "resignation", ["account_id"])
    op.create_index(op.f("ix_resignation_batch"), "resignation", ["batch"])
    _create_closings()
    BY_PAPER.create()
    SHUT_FIRST.create()


def downgrade() -> None:
    SHUT_FIRST.drop()
    BY_PAPER.drop()
    op.execute("DELETE FROM task WHERE kind IN ('close', 'remove', 'tell_closing', 'tell_closed')")
    op.drop_table("account_closing")
    for table in ("case_word", "case_editor"):
        op.execute(f"DELETE FROM {table} WHERE case_id IN (SELECT id FROM resignation)")
    op.drop_table("resignation")
    ERASED_BY_THE_DOOR.drop()
    op.execute("DELETE FROM paper_case WHERE purpose = 'resign'")
    settle()
    ERASED_BY_THE_DOOR.create()
    op.drop_index(op.f("ix_account_customer_number"), "account")
    op.execute("UPDATE account_block SET ground = 'customers_request' WHERE ground = 'closing'")
    op.execute("UPDATE account SET status = 'blocked' WHERE status = 'closing'")
    op.execute(
        "UPDATE account SET attention = 'unexpected', attention_code = 'closing' WHERE attention = 'not_removed'"
    )
    allow("account", "attention", forbid=("not_removed",))
    allow("account", "status", forbid=("closing",))
    for table, column in CHANNELS:
        allow(table, column, forbid=("office",))


def _create_closings() -> None:
    op.create_table(
        "account_closing",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("effect_on", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=name != "asked_at")
            for name in ("asked_at", "begun_at", "shut_at", "remove_at", "removed_at")
        ),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_closing_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_account_closing_case_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["staff_member.id"], name=op.f("fk_account_closing_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_closing")),
        sa.UniqueConstraint("case_id", name=op.f("uq_account_closing_case_id")),
    )
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_account_closing_standing", "account_closing", ["account_id"], unique=True, sqlite_where=standing,
        postgresql_where=standing,
    )  # fmt: skip
