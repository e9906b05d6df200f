"""Incidents of login details that went astray; a block that ends with a corrected address; changes of data."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, allow

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEPT = Promise(
    "incident_kept", "incident", ("UPDATE",),
    "OLD.status = 'closed' OR NEW.account_id <> OLD.account_id OR NEW.what <> OLD.what OR NEW.sent_to <> OLD.sent_to "
    "OR NEW.opened_by <> OLD.opened_by OR NEW.opened_at <> OLD.opened_at OR NEW.due_at <> OLD.due_at",
    "an incident keeps what was noted, and once closed all of it",
)  # fmt: skip
BY_CORRECTION = (
    "NEW.email <> OLD.email AND NOT EXISTS (SELECT 1 FROM correction WHERE correction.account_id = NEW.id "
    "AND correction.status = 'confirmed' AND correction.email = NEW.email)"
)
OR_BY_PAPER = (
    " AND NOT EXISTS (SELECT 1 FROM data_change JOIN paper_case ON paper_case.id = data_change.id "
    "WHERE data_change.account_id = NEW.id AND paper_case.status = 'approved' AND data_change.email = NEW.email)"
)
FORMER_CONFIRMED = Promise(
    "address_confirmed", "account", ("UPDATE",), BY_CORRECTION, "an address changes by a confirmed correction"
)
CONFIRMED = Promise(
    "address_confirmed", "account", ("UPDATE",), BY_CORRECTION + OR_BY_PAPER,
    "an address changes by a confirmed correction or an approved change of data",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("account_block", sa.Column("readdressed", sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_incidents()
    KEPT.create()
    allow("account", "status", ("changing",))
    allow("account", "attention", ("not_changed",))
    _create_changes()
    FORMER_CONFIRMED.drop()
    CONFIRMED.create()


def downgrade() -> None:
    CONFIRMED.drop()
    FORMER_CONFIRMED.create()
    _forget_changes()
    KEPT.drop()
    op.drop_table("incident")
    op.drop_column("account_block", "readdressed")


def _forget_changes() -> None:
    """Papers of a purpose that the schema before did not know go; what they changed on the account stays."""
    op.execute("DELETE FROM task WHERE kind IN ('change', 'tell_changed', 'tell_former')")
    op.drop_table("account_change")
    of_changes = "case_id IN (SELECT id FROM data_change)"
    for table in ("case_word", "case_editor"):
        op.execute(f"DELETE FROM {table} WHERE {of_changes}")
    op.drop_table("data_change")
    op.execute("DELETE FROM paper_case WHERE purpose = 'change_data'")
    op.execute(
        "UPDATE account SET status = 'needs_attention', attention = 'unexpected', attention_code = 'changing' "
        "WHERE status = 'changing' OR attention = 'not_changed'"
    )
    allow("account", "attention", forbid=("not_changed",))
    allow("account", "status", forbid=("changing",))


def _create_changes() -> None:
    op.create_table(
        "data_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("email_missing", sa.Boolean(), nullable=False),
        sa.Column("first_name", sa.String(length=255), nullable=False),
        sa.Column("last_name", sa.String(length=255), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "email <> '' OR email_missing OR first_name <> '' OR last_name <> '' OR street <> '' OR phone <> '' "
            "OR language IS NOT NULL",
            name=op.f("ck_data_change_something_changes"),
        ),
        sa.CheckConstraint("email = '' OR NOT email_missing", name=op.f("ck_data_change_email_read_or_missing")),
        sa.CheckConstraint("language IN ('pl', 'en')", name=op.f("ck_data_change_language")),
        sa.ForeignKeyConstraint(["id"], ["paper_case.id"], name=op.f("fk_data_change_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_data_change_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_change")),
    )
    op.create_index(op.f("ix_data_change_account_id"), "data_change", ["account_id"])
    op.create_table(
        "account_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("former_email", sa.String(length=254), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_change_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_account_change_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_change")),
        sa.UniqueConstraint("case_id", name=op.f("uq_account_change_case_id")),
    )
    op.create_index(op.f("ix_account_change_account_id"), "account_change", ["account_id"])


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
