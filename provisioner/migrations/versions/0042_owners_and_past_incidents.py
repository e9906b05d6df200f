"""An account knows the first name of its owner; of an incident a line stays when its case is erased."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

OWN_PAPER = "UPDATE account SET owner_key = (SELECT name_key FROM paper_case WHERE paper_case.id = account.case_id)"


def upgrade() -> None:
    op.add_column("account", sa.Column("owner_key", sa.String(600), nullable=True))
    op.execute(OWN_PAPER)
    with rebuilt("account") as batch:
        batch.alter_column("owner_key", existing_type=sa.String(600), nullable=False)
    _past_incidents()


def downgrade() -> None:
    op.drop_table("past_incident")
    with rebuilt("account") as batch:
        batch.drop_column("owner_key")


def _past_incidents() -> None:
    who = ("opened_by", "assessed_by", "closed_by")
    op.create_table(
        "past_incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(16), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("disclosed", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessed_by", sa.Uuid(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority_told", sa.Boolean(), nullable=True),
        sa.Column("authority_on", sa.Date(), nullable=True),
        sa.Column("customer_told", sa.Boolean(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.ForeignKeyConstraint([name], ["staff_member.id"], name=op.f(f"fk_past_incident_{name}")) for name in who),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_incident")),
    )
    op.create_index("ix_past_incident_newest", "past_incident", ["opened_at"])
