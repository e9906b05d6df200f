"""What mail servers report of our mails, and that an account waits for people because its mail came back."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import allow

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow("account", "attention", ("mail_came_back",))
    op.create_table(
        "mail_report",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("task", sa.Integer(), nullable=False),
        sa.Column("arrival", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "arrival IN ('passed_on', 'delayed', 'delivered', 'came_back')", name=op.f("ck_mail_report_arrival")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_report_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_report")),
        sa.UniqueConstraint("account_id", "about", "generation", "task", name="uq_mail_report_mail"),
    )
    op.create_table(
        "mailbox_place",
        sa.Column("mailbox", sa.String(length=500), nullable=False),
        sa.Column("validity", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mailbox_place")),
    )


def downgrade() -> None:
    op.drop_table("mailbox_place")
    op.drop_table("mail_report")
    # The former schema knows one reason for an address that takes no mail; its code tells the rest.
    op.execute("UPDATE account SET attention = 'mail_refused' WHERE attention = 'mail_came_back'")
    allow("account", "attention", forbid=("mail_came_back",))
