"""Cases that share an e-mail address, a tax number or a phone are found by an index."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXED = ("email_key", "nip", "phone")


def upgrade() -> None:
    with rebuilt("application") as table:
        table.add_column(sa.Column("email_key", sa.String(length=254), nullable=False, server_default=""))
    op.execute("UPDATE application SET email_key = lower(email)")
    with rebuilt("application") as table:
        table.alter_column("email_key", existing_type=sa.String(length=254), server_default=None)
    for name in INDEXED:
        op.create_index(op.f(f"ix_application_{name}"), "application", [name])


def downgrade() -> None:
    for name in INDEXED:
        op.drop_index(op.f(f"ix_application_{name}"), "application")
    with rebuilt("application") as table:
        table.drop_column("email_key")
