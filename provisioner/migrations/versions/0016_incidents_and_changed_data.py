"""Incidents of login details that went astray; a block that ends with a corrected address."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

KEPT = Promise(
    "incident_kept", "incident", ("UPDATE",),
    "OLD.status = 'closed' OR NEW.account_id <> OLD.account_id OR NEW.what <> OLD.what OR NEW.sent_to <> OLD.sent_to "
    "OR NEW.opened_by <> OLD.opened_by OR NEW.opened_at <> OLD.opened_at OR NEW.due_at <> OLD.due_at",
    "an incident keeps what was noted, and once closed all of it",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("account_block", sa.Column("readdressed", sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_incidents()
    KEPT.create()


def downgrade() -> None:
    KEPT.drop()
    op.drop_table("incident")
    op.drop_column("account_block", "readdressed")


def _create_incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("sent_to", sa.String(length=254), nullable=False),
        sa.Column("disclosed", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessed_by", sa.Uuid(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("authority_told", sa.Boolean(), nullable=True),
        sa.Column("authority_on", sa.Date(), nullable=True),
        sa.Column("authority_reason", sa.Text(), nullable=False),
        sa.Column("customer_told", sa.Boolean(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'assessed', 'closed')", name=op.f("ck_incident_status")),
        sa.CheckConstraint(
            "status = 'open' OR (assessed_by IS NOT NULL AND assessed_at IS NOT NULL AND assessment <> '' "
            "AND authority_told IS NOT NULL AND customer_told IS NOT NULL)",
            name=op.f("ck_incident_assessed"),
        ),
        sa.CheckConstraint(
            "authority_told IS NULL OR (authority_told AND authority_on IS NOT NULL) "
            "OR (NOT authority_told AND authority_on IS NULL AND authority_reason <> '')",
            name=op.f("ck_incident_authority"),
        ),
        sa.CheckConstraint(
            "status <> 'closed' OR (closed_by IS NOT NULL AND closed_at IS NOT NULL AND measures <> '')",
            name=op.f("ck_incident_closed"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_incident_account_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff_member.id"], name=op.f("fk_incident_opened_by")),
        sa.ForeignKeyConstraint(["assessed_by"], ["staff_member.id"], name=op.f("fk_incident_assessed_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff_member.id"], name=op.f("fk_incident_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_account_id"), "incident", ["account_id"])
    op.create_index("ix_incident_status", "incident", ["status", "opened_at"])
