"""Who acts for a customer on what mandate, and until when; a customer who acts alone since gives an own address."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, allow, rebuilt, settle

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = ("manager", "guardian", "curator", "heir")
STANDS = sa.text("ended_at IS NULL")
CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("account_id", "kind", "name", "proof", "granted_at"))
UNTIL = "NEW.until <> OLD.until OR (NEW.until IS NULL) <> (OLD.until IS NULL)"
PROMISES = (
    Promise(
        "mandate_kept", "mandate", ("UPDATE",), f"OLD.ended_at IS NOT NULL OR {CHANGED} OR {UNTIL}",
        "mandate_kept: a mandate stays as it was granted, and once it has ended all of it",
    ),
    Promise(
        "mandate_erased_by_the_door", "mandate", ("DELETE",),
        "NOT EXISTS (SELECT 1 FROM account a JOIN erasure e ON e.case_id = a.case_id WHERE a.id = OLD.account_id)",
        "erased_by_the_door: a mandate is removed only once the erasure of its case is noted",
    ),
)  # fmt: skip
CORRECTION_KEPT = Promise(
    "correction_kept", "correction", ("UPDATE",),
    "OLD.status <> 'open' OR NEW.proposed_by <> OLD.proposed_by OR NEW.email <> OLD.email "
    "OR NEW.account_id <> OLD.account_id",
    "a correction keeps what was proposed and decided",
)  # fmt: skip
"""As migration 0013 made it."""
FORMER_ATTORNEYS = """
    INSERT INTO mandate (account_id, kind, name, proof, granted_at, "by", ended_reason)
    SELECT a.id, 'attorney', p.attorney_name, '', a.approved_at, c.decided_by, ''
    FROM account a JOIN application p ON p.id = a.case_id JOIN paper_case c ON c.id = a.case_id
    WHERE p.filed_by = 'attorney' AND p.attorney_name <> '' AND c.decided_by IS NOT NULL AND a.status <> 'closed'
"""
"""Whoever was approved as an attorney acts on, with no end that is known, until somebody says otherwise."""


def upgrade() -> None:
    allow("application", "filed_by", KINDS)
    allow("correction", "kind", ("acts_alone",))
    with rebuilt("application") as batch:
        batch.add_column(sa.Column("mandate_until", sa.Date(), nullable=True))
    _create_mandates()
    op.execute(FORMER_ATTORNEYS)
    for promise in PROMISES:
        promise.create()


def downgrade() -> None:
    for promise in reversed(PROMISES):
        promise.drop()
    op.drop_table("mandate")
    op.execute("DELETE FROM task WHERE kind = 'end_mandate'")
    # The former schema knows one ground on which no password may work again.
    op.execute("UPDATE account_block SET ground = 'wrong_address' WHERE ground = 'mandate_ended'")
    with rebuilt("application") as batch:
        batch.drop_column("mandate_until")
    op.execute(f"UPDATE application SET filed_by = 'attorney' WHERE filed_by IN {KINDS}")
    CORRECTION_KEPT.drop()
    op.execute("UPDATE correction SET kind = 'paper_wrong' WHERE kind = 'acts_alone'")
    settle()
    CORRECTION_KEPT.create()
    allow("application", "filed_by", forbid=KINDS)
    allow("correction", "kind", forbid=("acts_alone",))


def _create_mandates() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('attorney', 'manager', 'guardian', 'curator', 'heir')", name=op.f("ck_mandate_kind")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_mandate_somebody_acts")),
        sa.CheckConstraint(
            "ended_at IS NOT NULL OR (ended_by IS NULL AND ended_reason = '')",
            name=op.f("ck_mandate_ended_before_it_is_said_how"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mandate_account_id")),
        sa.ForeignKeyConstraint(["by"], ["staff_member.id"], name=op.f("fk_mandate_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff_member.id"], name=op.f("fk_mandate_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(
        "uq_mandate_standing", "mandate", ["account_id"], unique=True, sqlite_where=STANDS, postgresql_where=STANDS
    )
    op.create_index("ix_mandate_account_id", "mandate", ["account_id"])
    op.create_index("ix_mandate_ending", "mandate", ["until"], sqlite_where=STANDS, postgresql_where=STANDS)
