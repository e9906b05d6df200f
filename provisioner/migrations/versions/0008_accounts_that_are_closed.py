"""An account that cannot be made is closed with a reason.

On the way down every closed account needs attention again, with the code `closed`; its reason is lost, its login stays
taken. Whoever tries such an account again has it created. Down to 0001 it does not go: the journal of the first release
refuses lines of events that it does not know, and nothing is taken out of a journal.
"""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FORMER = ("approved", "created", "notified", "activated", "expired", "needs_attention")
STATES = (*FORMER, "closed")


def upgrade() -> None:
    with rebuilt("account") as table:
        table.drop_constraint(op.f("ck_account_status"), type_="check")
        table.create_check_constraint("status", f"status IN {STATES}")
        table.add_column(sa.Column("closed_reason", sa.Text(), nullable=False, server_default=""))
    with rebuilt("account") as table:
        table.alter_column("closed_reason", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute(
        "UPDATE account SET status = 'needs_attention', attention = 'unexpected', attention_code = 'closed' "
        "WHERE status = 'closed'"
    )
    with rebuilt("account") as table:
        table.drop_constraint(op.f("ck_account_status"), type_="check")
        table.create_check_constraint("status", f"status IN {FORMER}")
        table.drop_column("closed_reason")
