"""The open cases are counted in the index of the queue alone, which has the id too; own ones are found by person."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_paper_case_queue", "paper_case"
BEFORE = ("status", "due_last", "number", "channel")
OWN, EDITORS = "ix_case_editor_staff", "case_editor"


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, [*BEFORE, "id"])
    op.create_index(OWN, EDITORS, ["staff_id", "case_id"])


def downgrade() -> None:
    op.drop_index(OWN, EDITORS)
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, [*BEFORE])
