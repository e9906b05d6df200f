"""Customers are told of a changed password by the desk: when Keycloak noted the change."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MOMENTS = ("password_at", "codes_on_at", "codes_off_at")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("account_seen", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind IN ('tell_password', 'tell_codes_on', 'tell_codes_off')")
    for name in reversed(MOMENTS):
        op.drop_column("account_seen", name)
