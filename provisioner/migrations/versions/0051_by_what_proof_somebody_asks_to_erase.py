"""By what paper somebody who asks for another person's data to be erased shows that they may."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasure_request", sa.Column("proof", sa.String(240), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("erasure_request", "proof")
