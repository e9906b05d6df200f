"""What is thought of the electronic signatures of scans; of PDFs from before, that nobody has looked."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

VERDICTS = ("none", "valid", "altered", "unknown_issuer", "not_checked")
WHYS = (
    "unreadable", "other_kind", "too_many", "out_of_date", "weak", "not_for_signing", "chain", "before",
)  # fmt: skip
TABLES = (("scan_signature", "scan_id", "scan"), ("brought_signature", "file_id", "brought_file"))
FROZEN = Promise(
    "scan_signature_frozen", "scan_signature", ("UPDATE",), "1 = 1",
    "scan_signature_frozen: what was said of a signature stays as it was",
)  # fmt: skip


def upgrade() -> None:
    for table, key, of in TABLES:
        op.create_table(
            table,
            sa.Column(key, sa.Uuid(), nullable=False),
            sa.Column("place", sa.Integer(), nullable=False),
            sa.Column("verdict", sa.String(length=32), nullable=False),
            sa.Column("why", sa.String(length=32), nullable=True),
            sa.Column("signer", sa.String(length=200), nullable=False),
            sa.Column("issuer", sa.String(length=200), nullable=False),
            sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("later", sa.Boolean(), nullable=False),
            sa.CheckConstraint(f"verdict IN {VERDICTS}", name=op.f(f"ck_{table}_verdict")),
            sa.CheckConstraint(f"why IN {WHYS}", name=op.f(f"ck_{table}_why")),
            sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{table}_{key}")),
            sa.PrimaryKeyConstraint(key, "place", name=op.f(f"pk_{table}")),
        )
        op.execute(
            f"INSERT INTO {table} ({key}, place, verdict, why, signer, issuer, later) "
            f"SELECT id, 1, 'not_checked', 'before', '', '', FALSE FROM {of} WHERE kind = 'pdf'"
        )
    FROZEN.create()


def downgrade() -> None:
    FROZEN.drop()
    for table, _key, _of in TABLES:
        op.drop_table(table)
