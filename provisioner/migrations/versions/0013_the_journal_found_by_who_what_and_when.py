"""The journal is found by who, what and when, however long it is."""

from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_audit_entry_actor": ["actor", "seq"],
    "ix_audit_entry_event": ["event", "seq"],
    "ix_audit_entry_at": ["at"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "audit_entry", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "audit_entry")
