"""Keycloak's own mails lead to "it wasn't me": since when Keycloak holds a link for an account."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0034"
branch_labels = None
depends_on = None

KEPT = sa.text("kept_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("not_me", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("uq_not_me_kept", "not_me", ["account_id"], unique=True, sqlite_where=KEPT, postgresql_where=KEPT)


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind IN ('keep_link', 'keep_links')")
    op.drop_index("uq_not_me_kept", "not_me")
    op.drop_column("not_me", "kept_at")
