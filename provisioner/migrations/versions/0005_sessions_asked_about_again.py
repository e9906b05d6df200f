"""Sessions hold what the staff realm said of them last, and a sealed token to ask again."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody can be asked about without a token: everybody signs in once more, and open forms survive that.
    op.execute("DELETE FROM staff_session")
    with rebuilt("staff_session") as table:
        table.add_column(sa.Column("roles", sa.JSON(), nullable=False))
        table.add_column(sa.Column("refresh_token", sa.Text(), nullable=True))
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False))
        table.add_column(sa.Column("asking_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM staff_session")
    with rebuilt("staff_session") as table:
        for name in ("asking_until", "confirmed_at", "refresh_token", "roles"):
            table.drop_column(name)
