"""The schema says how far back programs go on over it, so that one step back is possible."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Its row is written at the end of each migration (migrations/takes.py).
    op.create_table(
        "schema_reach",
        sa.Column("oldest", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("oldest", name=op.f("pk_schema_reach")),
    )


def downgrade() -> None:
    op.drop_table("schema_reach")
