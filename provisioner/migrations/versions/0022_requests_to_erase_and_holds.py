"""Requests to erase a person's data are cases; the data of a case can be held back from being erased."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, settle

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

PEOPLE = ("attorney_name", "first_name", "last_name", "company_name")
STANDS = sa.text("ended_at IS NULL")
NOTED = "EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.case_id)"
REQUEST_NOTED = NOTED.replace("case_id = OLD.case_id", "case_id = OLD.{0}")
ERASED_BY_THE_DOOR = Promise(
    "case_erased_by_the_door",
    "paper_case",
    ("DELETE",),
    "NOT EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.id)",
    "erased_by_the_door: a case is removed only once its erasure is noted",
)
"""As migration 0018 made it; papers of a purpose that the schema before did not know go without such a note."""
PROMISES = (
    Promise(
        "request_erased_by_the_door", "erasure_request", ("DELETE",), f"NOT {REQUEST_NOTED.format('id')}",
        "erased_by_the_door: a request is removed only once its erasure is noted",
    ),
    Promise(
        "part_kept", "erasure_part", ("UPDATE",), "1 = 1", "part_kept: what was decided on a request stays",
    ),
    Promise(
        "part_erased_by_the_door", "erasure_part", ("DELETE",), f"NOT {REQUEST_NOTED.format('request_id')}",
        "erased_by_the_door: what was decided is removed only once the erasure of the request is noted",
    ),
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
        "erasure_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        *(sa.Column(name, sa.String(length=255), nullable=False) for name in PEOPLE),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=60), nullable=False),
        sa.Column("answer_email", sa.String(length=254), nullable=False),
        sa.Column("letter_language", sa.String(length=32), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "asked_by IN ('customer', 'attorney', 'heir', 'office')", name=op.f("ck_erasure_request_asked_by")
        ),
        sa.CheckConstraint("letter_language IN ('pl', 'en')", name=op.f("ck_erasure_request_letter_language")),
        sa.CheckConstraint("company_name <> '' OR last_name <> ''", name=op.f("ck_erasure_request_somebody_asks")),
        sa.CheckConstraint(
            "(extended_on IS NULL) = (extension_reason = '')", name=op.f("ck_erasure_request_extended_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["id"], ["paper_case.id"], name=op.f("fk_erasure_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_request")),
    )
    op.create_table(
        "erasure_part",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("account", sa.Boolean(), nullable=False),
        sa.Column("kept_ground", sa.String(length=32), nullable=True),
        sa.Column("kept_reason", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.CheckConstraint("kept_ground IN ('legal_duty', 'claims')", name=op.f("ck_erasure_part_kept_ground")),
        sa.CheckConstraint(
            "(kept_ground IS NULL) = (kept_reason = '') AND (kept_ground IS NULL) = (kept_until IS NULL)",
            name=op.f("ck_erasure_part_kept_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["erasure_request.id"], name=op.f("fk_erasure_part_request_id")),
        sa.PrimaryKeyConstraint("request_id", "case_id", name=op.f("pk_erasure_part")),
    )
    op.create_index("ix_erasure_part_case_id", "erasure_part", ["case_id"])
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
    op.drop_table("erasure_part")
    for table in ("case_word", "case_editor"):
        op.execute(f"DELETE FROM {table} WHERE case_id IN (SELECT id FROM erasure_request)")
    op.drop_table("erasure_request")
    ERASED_BY_THE_DOOR.drop()
    op.execute("DELETE FROM paper_case WHERE purpose = 'erase_data'")
    settle()
    ERASED_BY_THE_DOOR.create()
