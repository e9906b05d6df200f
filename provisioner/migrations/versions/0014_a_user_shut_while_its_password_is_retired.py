"""An account remembers since when nobody can log in because its temporary password is being retired."""

import sqlalchemy as sa

from provisioner.migrations.steps import rebuilt

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with rebuilt("account") as table:
        table.add_column(sa.Column("shut_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with rebuilt("account") as table:
        table.drop_column("shut_at")
