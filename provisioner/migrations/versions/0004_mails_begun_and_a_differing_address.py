"""Accounts know how many access mails may have left, and may wait for people because of an address that differs."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FORMER = ("email_taken", "refused_by_keycloak", "user_missing", "mail_refused", "gave_up", "unexpected")
REASONS = (*FORMER, "email_differs")


def upgrade() -> None:
    with rebuilt("account") as table:
        table.drop_constraint(op.f("ck_account_attention"), type_="check")
        table.create_check_constraint("attention", f"attention IN {REASONS}")
        table.add_column(sa.Column("mails_begun", sa.Integer(), nullable=False, server_default="0"))
    # Which of the earlier mails left is not known any more: each password may have been mailed.
    op.execute("UPDATE account SET mails_begun = generation")
    with rebuilt("account") as table:
        table.alter_column("mails_begun", existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute("UPDATE account SET attention = 'unexpected' WHERE attention = 'email_differs'")
    with rebuilt("account") as table:
        table.drop_constraint(op.f("ck_account_attention"), type_="check")
        table.create_check_constraint("attention", f"attention IN {FORMER}")
        table.drop_column("mails_begun")
