"""A postcode tells its town, a person's entries of a day are counted; forms being typed are kept, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_application_postcode"), "application", ["postcode"])
    op.create_index("ix_paper_case_recorder", "paper_case", ["recorded_by", "recorded_at"])
    op.create_table(
        "draft",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_draft_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "form_key", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_saved_at"), "draft", ["saved_at"])


def downgrade() -> None:
    op.drop_table("draft")
    op.drop_index("ix_paper_case_recorder", "paper_case")
    op.drop_index(op.f("ix_application_postcode"), "application")
