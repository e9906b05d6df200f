"""Papers that answer clauses of the form anew: consents given or withdrawn, a new Regulamin accepted."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, settle

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ANSWERS = ("accepted", "refused", "illegible")
NOTED = "EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.{0})"
APPROVED = "EXISTS (SELECT 1 FROM paper_case p WHERE p.id = OLD.{0} AND p.status = 'approved')"
DECLARED = "NEW.status = 'approved' AND NEW.purpose = 'declare'"
UNACCEPTED = (
    "EXISTS (SELECT 1 FROM declaration d JOIN clause c ON c.edition_id = d.edition_id "
    "LEFT JOIN declared_answer a ON a.clause_id = c.id AND a.declaration_id = d.id "
    "WHERE d.id = NEW.id AND d.kind = 'regulamin' AND c.required AND (a.answer IS NULL OR a.answer <> 'accepted'))"
)
ERASED_BY_THE_DOOR = Promise(
    "case_erased_by_the_door",
    "paper_case",
    ("DELETE",),
    "NOT EXISTS (SELECT 1 FROM erasure e WHERE e.case_id = OLD.id)",
    "erased_by_the_door: a case is removed only once its erasure is noted",
)
"""As migration 0018 made it; papers of a purpose that the schema before did not know go without such a note."""
SUPERSEDED = (
    "EXISTS (SELECT 1 FROM declaration d JOIN form_edition own ON own.id = d.edition_id "
    "JOIN declaration later ON later.account_id = d.account_id AND later.kind = 'regulamin' "
    "JOIN paper_case p ON p.id = later.id AND p.status = 'approved' "
    "JOIN form_edition theirs ON theirs.id = later.edition_id AND theirs.valid_from > own.valid_from "
    "WHERE d.id = NEW.id)"
)
PROMISES = (
    Promise(
        "declaration_current", "paper_case", ("UPDATE",), f"{DECLARED} AND OLD.status <> 'approved' AND {SUPERSEDED}",
        "declaration_current: a newer edition is accepted",
    ),
    Promise(
        "declaration_signed", "paper_case", ("INSERT", "UPDATE"),
        f"{DECLARED} AND NOT EXISTS (SELECT 1 FROM declaration d WHERE d.id = NEW.id AND d.signed)",
        "declaration_signed: the declaration is not signed",
    ),
    Promise(
        "declaration_accepted", "paper_case", ("INSERT", "UPDATE"), f"{DECLARED} AND {UNACCEPTED}",
        "declaration_accepted: a clause is not accepted",
    ),
    Promise(
        "declaration_frozen", "declaration", ("UPDATE",), APPROVED.format("id"), "an approval fixes what was declared"
    ),
    Promise(
        "declared_answer_frozen", "declared_answer", ("UPDATE", "DELETE"),
        f"{APPROVED.format('declaration_id')} AND NOT {NOTED.format('declaration_id')}",
        "an approval fixes what was declared",
    ),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('consents', 'regulamin')", name=op.f("ck_declaration_kind")),
        sa.ForeignKeyConstraint(["id"], ["paper_case.id"], name=op.f("fk_declaration_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_declaration_account_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["form_edition.id"], name=op.f("fk_declaration_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    op.create_index(op.f("ix_declaration_account_id"), "declaration", ["account_id"])
    op.create_table(
        "declared_answer",
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.CheckConstraint(f"answer IN {ANSWERS}", name=op.f("ck_declared_answer_answer")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_declared_answer_declaration_id")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_declared_answer_clause_id")),
        sa.PrimaryKeyConstraint("declaration_id", "clause_id", name=op.f("pk_declared_answer")),
    )
    op.create_table(
        "regulamin_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_regulamin_call_account_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["form_edition.id"], name=op.f("fk_regulamin_call_edition_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff_member.id"], name=op.f("fk_regulamin_call_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulamin_call")),
        sa.UniqueConstraint("account_id", "edition_id", name=op.f("uq_regulamin_call_account_id")),
    )
    for promise in PROMISES:
        promise.create()


def downgrade() -> None:
    for promise in reversed(PROMISES):
        promise.drop()
    op.execute("DELETE FROM task WHERE kind = 'tell_regulamin'")
    op.drop_table("regulamin_call")
    op.drop_table("declared_answer")
    for table in ("case_word", "case_editor"):
        op.execute(f"DELETE FROM {table} WHERE case_id IN (SELECT id FROM declaration)")
    op.drop_table("declaration")
    ERASED_BY_THE_DOOR.drop()
    op.execute("DELETE FROM paper_case WHERE purpose = 'declare'")
    settle()
    ERASED_BY_THE_DOOR.create()
