"""The queue in other orders, views of it saved by name, and what colleagues put to each other, and substitutes."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ORDERS = {
    "ix_paper_case_by_received": ["status", "received_on", "number", "channel"],
    "ix_paper_case_by_number": ["status", "number", "channel"],
    "ix_paper_case_by_name": ["status", "name_key", "number", "channel"],
}


def upgrade() -> None:
    for name, columns in ORDERS.items():
        op.create_index(name, "paper_case", columns)
    op.create_table(
        "queue_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_queue_view_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_view")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_queue_view_staff_id")),
    )
    op.create_table(
        "case_errand",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("given_to", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('handed', 'asked')", name=op.f("ck_case_errand_kind")),
        sa.CheckConstraint("given_to <> given_by", name=op.f("ck_case_errand_to_another")),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_case_errand_case_id")),
        sa.ForeignKeyConstraint(["given_to"], ["staff_member.id"], name=op.f("fk_case_errand_given_to")),
        sa.ForeignKeyConstraint(["given_by"], ["staff_member.id"], name=op.f("fk_case_errand_given_by")),
        sa.PrimaryKeyConstraint("case_id", "kind", "given_to", name=op.f("pk_case_errand")),
    )
    op.create_index(op.f("ix_case_errand_given_to"), "case_errand", ["given_to"])
    handed = sa.text("kind = 'handed'")
    op.create_index(
        "uq_case_errand_handed", "case_errand", ["case_id"], unique=True, sqlite_where=handed, postgresql_where=handed
    )
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("absent_id <> substitute_id", name=op.f("ck_substitution_another")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_substitution_days_in_order")),
        sa.ForeignKeyConstraint(["absent_id"], ["staff_member.id"], name=op.f("fk_substitution_absent_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["staff_member.id"], name=op.f("fk_substitution_substitute_id")),
        sa.ForeignKeyConstraint(["set_by"], ["staff_member.id"], name=op.f("fk_substitution_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index("ix_substitution_substitute", "substitution", ["substitute_id", "last_day"])
    op.create_index("ix_substitution_absent", "substitution", ["absent_id", "last_day"])
    op.create_index(op.f("ix_substitution_last_day"), "substitution", ["last_day"])


def downgrade() -> None:
    op.drop_table("substitution")
    op.drop_table("case_errand")
    op.drop_table("queue_view")
    for name in ORDERS:
        op.drop_index(name, "paper_case")
