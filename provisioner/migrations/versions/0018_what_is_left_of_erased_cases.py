"""A case can be erased: what stays of it is noted first, and without that note none of its rows can be removed."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NOTED = "EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.{0})"
OF_APPROVED = "EXISTS (SELECT 1 FROM paper_case p WHERE p.id = OLD.application_id AND p.status = 'approved')"
FORMER = Promise(
    "answer_frozen", "clause_answer", ("UPDATE", "DELETE"), OF_APPROVED, "an approval fixes its answers"
)  # fmt: skip
PROMISES = (
    Promise(
        "answer_frozen", "clause_answer", ("UPDATE", "DELETE"), f"{OF_APPROVED} AND NOT {NOTED.format('application_id')}",
        "an approval fixes its answers",
    ),
    Promise(
        "closed_before_erased", "erasure", ("INSERT",),
        "NEW.ground <> 'restored' AND (EXISTS (SELECT 1 FROM paper_case p WHERE p.id = NEW.case_id AND p.status = "
        "'recorded') OR EXISTS (SELECT 1 FROM account a WHERE a.case_id = NEW.case_id AND a.status NOT IN "
        "('closed', 'deleted')))",
        "closed_before_erased: what still runs is not erased",
    ),
    Promise("erasure_kept", "erasure", ("UPDATE", "DELETE"), "1 = 1", "erasure_kept: what was erased stays noted"),
    Promise(
        "erased_object_kept", "erased_object", ("UPDATE", "DELETE"), "1 = 1",
        "erased_object_kept: what was erased stays noted",
    ),
    Promise(
        "case_erased_by_the_door", "paper_case", ("DELETE",), f"NOT {NOTED.format('id')}",
        "erased_by_the_door: a case is removed only once its erasure is noted",
    ),
    Promise(
        "application_erased_by_the_door", "application", ("DELETE",), f"NOT {NOTED.format('id')}",
        "erased_by_the_door: an application is removed only once its erasure is noted",
    ),
    Promise(
        "account_erased_by_the_door", "account", ("DELETE",), f"NOT {NOTED.format('case_id')}",
        "erased_by_the_door: an account is removed only once its erasure is noted",
    ),
    Promise(
        "values_erased_by_the_door", "audit_value", ("DELETE",),
        "NOT EXISTS (SELECT 1 FROM audit_entry e JOIN erased_object x ON x.object_id = e.object_id "
        "WHERE e.seq = OLD.entry_seq)",
        "erased_by_the_door: what fields said is removed only once the erasure is noted",
    ),
    Promise(
        "erased_not_back", "paper_case", ("INSERT",), "EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = NEW.id)",
        "erased_not_back: what was erased does not come back",
    ),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff_member.id"], name=op.f("fk_erasure_recorded_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name=op.f("fk_erasure_decided_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("number", name=op.f("uq_erasure_number")),
    )
    op.create_index("ix_erasure_newest", "erasure", ["erased_at"])
    op.create_table(
        "erased_object",
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["erasure.case_id"], name=op.f("fk_erased_object_case_id")),
        sa.PrimaryKeyConstraint("object_id", name=op.f("pk_erased_object")),
    )
    op.create_index(op.f("ix_erased_object_case_id"), "erased_object", ["case_id"])
    FORMER.drop()
    for promise in PROMISES:
        promise.create()


def downgrade() -> None:
    for promise in reversed(PROMISES):
        promise.drop()
    FORMER.create()
    op.drop_table("erased_object")
    op.drop_table("erasure")
