"""An account knows the first name of its owner; of an incident a line stays when its case is erased."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ACCOUNT = sa.table(
    "account", sa.column("id", sa.Uuid()), sa.column("customer_number", sa.String()), sa.column("name_key", sa.String()),
    sa.column("owner_key", sa.String()), sa.column("approved_at", sa.DateTime(timezone=True)),
)  # fmt: skip
OWN_PAPER = "UPDATE account SET owner_key = (SELECT name_key FROM paper_case WHERE paper_case.id = account.case_id)"


def upgrade() -> None:
    op.add_column("account", sa.Column("owner_key", sa.String(600), nullable=True))
    op.execute(OWN_PAPER)
    _of_one_customer()
    with rebuilt("account") as batch:
        batch.alter_column("owner_key", existing_type=sa.String(600), nullable=False)
    _past_incidents()


def downgrade() -> None:
    op.drop_table("past_incident")
    with rebuilt("account") as batch:
        batch.drop_column("owner_key")


def _of_one_customer() -> None:
    """Whoever opened an account under the present name of an earlier one of the same number is the owner of that one.

    As an approval does from now on: one after another, so that a chain of marriages ends at the first name.
    """
    connection = op.get_bind()
    by_approval = sa.select(ACCOUNT).order_by(ACCOUNT.c.approved_at, ACCOUNT.c.id)
    known: dict[tuple[str, str], str] = {}
    for account in connection.execute(by_approval).all():
        owner = known.get((account.customer_number, account.owner_key), account.owner_key)
        known[account.customer_number, account.name_key] = owner
        if owner != account.owner_key:
            connection.execute(sa.update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(owner_key=owner))


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
