"""Each mail about a case can be read again, as it left."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_mail",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_sent_mail_case_id_paper_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_mail")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sent_mail_case_id", "sent_mail", ["case_id"])


def downgrade() -> None:
    op.drop_index("ix_sent_mail_case_id", table_name="sent_mail")
    op.drop_table("sent_mail")
