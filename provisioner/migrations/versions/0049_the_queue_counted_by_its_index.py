"""The open cases are counted in the index of the queue alone: it has the id too, by which own ones are left out."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_paper_case_queue", "paper_case"
BEFORE = ("status", "due_last", "number", "channel")


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, [*BEFORE, "id"])


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, [*BEFORE])
