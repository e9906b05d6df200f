"""Tax numbers as long as any country's.

SQLite keeps no length, so there the table stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0042"
branch_labels = None
depends_on = None

BEFORE, AFTER = 16, 32


def upgrade() -> None:
    _widen(BEFORE, AFTER)


def downgrade() -> None:
    """Back to the narrow column; tax numbers that do not fit must be gone before."""
    _widen(AFTER, BEFORE)


def _widen(before: int, after: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("application", "nip", existing_type=sa.String(before), type_=sa.String(after))
