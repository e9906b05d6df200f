"""Letters that confirm a new account and a change of data; by what proof somebody signs; the hour of an e-mail."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import allow, rebuilt

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

LETTERS = ("created", "changed")
ORGAN = ("organ",)
BY_ORGAN = (("application", "filed_by"), ("mandate", "kind"), ("correction", "mandate_kind"))
ACTING = ("manager", "guardian", "curator")
ASKED = (("resignation", "asked_by"), ("erasure_request", "asked_by"))
PROOFS = ("power", "register", "resolution", "court", "other")


def upgrade() -> None:
    allow("sent_letter", "kind", LETTERS)
    for table, column in BY_ORGAN:
        allow(table, column, ORGAN)
    for table, column in ASKED:
        allow(table, column, ACTING)
    with rebuilt("application") as batch:
        batch.add_column(sa.Column("proof_kind", sa.String(32), nullable=True))
        batch.add_column(sa.Column("proof_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("proof_needed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_check_constraint("proof_kind", f"proof_kind IN {PROOFS}")
    op.add_column("paper_case", sa.Column("received_time", sa.Time(), nullable=True))


def downgrade() -> None:
    with rebuilt("paper_case") as batch:
        batch.drop_column("received_time")
    with rebuilt("application") as batch:
        batch.drop_constraint(op.f("ck_application_proof_kind"), type_="check")
        for column in ("proof_kind", "proof_on", "proof_needed"):
            batch.drop_column(column)
    # Before these were known, each was keyed as an attorney.
    for table, column in ASKED:
        op.execute(f"UPDATE {table} SET {column} = 'attorney' WHERE {column} IN {ACTING}")
        allow(table, column, forbid=ACTING)
    for table, column in BY_ORGAN:
        op.execute(f"UPDATE {table} SET {column} = 'attorney' WHERE {column} = 'organ'")
        allow(table, column, forbid=ORGAN)
    op.execute(f"DELETE FROM sent_letter WHERE kind IN {LETTERS}")
    allow("sent_letter", "kind", forbid=LETTERS)
