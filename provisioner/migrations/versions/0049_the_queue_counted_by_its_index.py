"""The open cases are counted in the index of the queue alone, which has the id too; own ones are found by person."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLE, BEFORE, AFTER = "paper_case", "ix_paper_case_queue", "ix_paper_case_open"
COLUMNS = ("status", "due_last", "number", "channel")
OWN, EDITORS = "ix_case_editor_staff", "case_editor"


def upgrade() -> None:
    op.create_index(OWN, EDITORS, ["staff_id", "case_id"])
    op.create_index(AFTER, TABLE, [*COLUMNS, "id"])
    # Last: on PostgreSQL nobody reads a table that has lost an index until the end.
    op.drop_index(BEFORE, TABLE)


def downgrade() -> None:
    op.create_index(BEFORE, TABLE, [*COLUMNS])
    op.drop_index(OWN, EDITORS)
    op.drop_index(AFTER, TABLE)
