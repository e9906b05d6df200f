"""Letters that confirm a new account and a change of data."""

from alembic import op

from provisioner.migrations.steps import allow

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

LETTERS = ("created", "changed")


def upgrade() -> None:
    allow("sent_letter", "kind", LETTERS)


def downgrade() -> None:
    op.execute(f"DELETE FROM sent_letter WHERE kind IN {LETTERS}")
    allow("sent_letter", "kind", forbid=LETTERS)
