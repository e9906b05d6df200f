"""Which letters were printed or mailed, by whom and when, and which of them came back.

Letters owed by then have left by other ways, or not: they are entered as such, so that nobody prints them all again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

WAITS = sa.text("returned_on IS NOT NULL AND settled_at IS NULL")
KINDS = "'call', 'refusal', 'declared', 'confirmation', 'erasure_delay', 'erasure_question', 'erasure_answer'"
REASONS = "'unclaimed', 'unknown', 'moved', 'refused', 'deceased', 'address'"
KIND = """
CASE WHEN purpose = 'erase_data' THEN
  CASE status WHEN 'incomplete' THEN 'erasure_question' WHEN 'recorded' THEN 'erasure_delay' ELSE 'erasure_answer' END
WHEN status = 'incomplete' THEN 'call' WHEN status = 'refused' THEN 'refusal'
WHEN purpose = 'declare' THEN 'declared' ELSE 'confirmation' END
"""
OWED = f"""
INSERT INTO sent_letter (id, case_id, kind, revision, copy, way, sent_at, digest, outcome)
SELECT id, id, {KIND}, revision, 1, 'before', COALESCE(decided_at, recorded_at), '', '' FROM paper_case
WHERE status IN ('incomplete', 'refused') OR (status = 'approved' AND purpose = 'declare')
OR id IN (SELECT case_id FROM account_closing WHERE shut_at IS NOT NULL)
OR (status = 'recorded' AND id IN (SELECT id FROM erasure_request WHERE extended_on IS NOT NULL))
OR (status = 'approved' AND purpose = 'erase_data' AND NOT EXISTS (
  SELECT 1 FROM erasure_part WHERE request_id = paper_case.id AND kept_ground IS NULL
  AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = erasure_part.case_id)
))
"""


def upgrade() -> None:
    op.create_table(
        "sent_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("copy", sa.SmallInteger(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("mail", sa.String(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_reason", sa.String(length=32), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_sent_letter_kind")),
        sa.CheckConstraint("way IN ('printed', 'mailed', 'before')", name=op.f("ck_sent_letter_way")),
        sa.CheckConstraint("mail IN ('waiting', 'accepted', 'refused')", name=op.f("ck_sent_letter_mail")),
        sa.CheckConstraint(f"returned_reason IN ({REASONS})", name=op.f("ck_sent_letter_returned_reason")),
        sa.CheckConstraint("way = 'before' OR sent_by IS NOT NULL", name=op.f("ck_sent_letter_sent_by_somebody")),
        sa.CheckConstraint("(way = 'mailed') = (mail IS NOT NULL)", name=op.f("ck_sent_letter_mail_of_a_mailed_one")),
        sa.CheckConstraint(
            "digest <> '' OR way = 'before' OR (mail IS NOT NULL AND mail <> 'accepted')",
            name=op.f("ck_sent_letter_left_as_a_file"),
        ),
        sa.CheckConstraint(
            "(returned_on IS NULL) = (returned_reason IS NULL) AND (returned_on IS NULL) = (noted_by IS NULL)",
            name=op.f("ck_sent_letter_returned_for_a_reason"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome = '') AND (settled_at IS NULL OR returned_on IS NOT NULL)",
            name=op.f("ck_sent_letter_settled"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_sent_letter_case_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["staff_member.id"], name=op.f("fk_sent_letter_sent_by")),
        sa.ForeignKeyConstraint(["noted_by"], ["staff_member.id"], name=op.f("fk_sent_letter_noted_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["staff_member.id"], name=op.f("fk_sent_letter_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_letter")),
        sa.UniqueConstraint("case_id", "kind", "revision", "copy", name=op.f("uq_sent_letter_case_id")),
    )
    op.create_index("ix_sent_letter_returned", "sent_letter", ["noted_at"], sqlite_where=WAITS, postgresql_where=WAITS)
    op.execute(OWED)


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'mail_letter'")
    op.drop_table("sent_letter")
