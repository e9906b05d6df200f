"""Data of a case can be held back from being erased."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise

revision = "0022"
down_revision = "0019"
branch_labels = None
depends_on = None

STANDS = sa.text("ended_at IS NULL")
NOTED = "EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.case_id)"
PROMISES = (
    Promise(
        "held_not_erased", "erasure", ("INSERT",),
        "NEW.ground <> 'restored' AND EXISTS (SELECT 1 FROM case_hold h WHERE h.case_id = NEW.case_id AND h.ended_at IS "
        "NULL)",
        "held_not_erased: what is held back is not erased",
    ),
    Promise("hold_kept", "case_hold", ("UPDATE",), "OLD.ended_at IS NOT NULL", "hold_kept: a hold that ended stays"),
    Promise(
        "hold_erased_by_the_door", "case_hold", ("DELETE",), f"NOT {NOTED}",
        "erased_by_the_door: a hold is removed only once the erasure of its case is noted",
    ),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "case_hold",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("ground IN ('legal_duty', 'claims')", name=op.f("ck_case_hold_ground")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_case_hold_held_for_a_reason")),
        sa.CheckConstraint(
            "ended_by IS NULL OR (ended_at IS NOT NULL AND ended_reason <> '')",
            name=op.f("ck_case_hold_released_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_case_hold_case_id")),
        sa.ForeignKeyConstraint(["held_by"], ["staff_member.id"], name=op.f("fk_case_hold_held_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff_member.id"], name=op.f("fk_case_hold_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_hold")),
    )
    op.create_index(
        "uq_case_hold_standing", "case_hold", ["case_id"], unique=True, sqlite_where=STANDS, postgresql_where=STANDS
    )
    op.create_index("ix_case_hold_case_id", "case_hold", ["case_id"])
    for promise in PROMISES:
        promise.create()


def downgrade() -> None:
    for promise in reversed(PROMISES):
        promise.drop()
    op.drop_table("case_hold")
