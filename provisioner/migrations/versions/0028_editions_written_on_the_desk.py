"""Editions of the form are written on the desk as drafts; one that stands is never changed, for papers are signed on it."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

USED = (
    "EXISTS (SELECT 1 FROM application a WHERE a.edition_id = {0}.edition_id) "
    "OR EXISTS (SELECT 1 FROM declaration d WHERE d.edition_id = {0}.edition_id)"
)
PROMISES = (
    Promise("edition_frozen", "form_edition", ("UPDATE",), "1 = 1", "edition_frozen: a changed form needs a new code"),
    Promise("clause_frozen", "clause", ("UPDATE",), "1 = 1", "clause_frozen: a changed form needs a new code"),
    Promise("clause_not_added", "clause", ("INSERT",), USED.format("NEW"), "clause_not_added: papers are signed on it"),
    Promise(
        "clause_not_removed", "clause", ("DELETE",), USED.format("OLD"), "clause_not_removed: papers are signed on it"
    ),
)


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
    )
    for promise in PROMISES:
        promise.create()


def downgrade() -> None:
    for promise in PROMISES:
        promise.drop()
    op.drop_table("form_draft")
