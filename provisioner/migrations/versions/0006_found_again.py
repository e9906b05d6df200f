"""Cases are found by words, the queue and the list of accounts by indexes in the order they are shown."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORD = sa.String(254).with_variant(sa.String(254, collation="C"), "postgresql")
BATCH = 1_000
CASES = """
    SELECT c.id, c.number, c.name_key, c.customer_number, a.email, a.reserved_login
    FROM paper_case c JOIN application a ON a.id = c.id
"""


def upgrade() -> None:
    words = op.create_table(
        "case_word",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_case_word_case_id")),
        sa.PrimaryKeyConstraint("case_id", "word", name=op.f("pk_case_word")),
    )
    connection = op.get_bind()
    cases = connection.execute(sa.text(CASES).columns(id=sa.Uuid()))
    while batch := cases.fetchmany(BATCH):
        rows = [{"case_id": one.id, "word": word, "number": one.number} for one in batch for word in _words(one[1:])]
        connection.execute(sa.insert(words), rows)
    op.create_index("ix_case_word_search", "case_word", ["word", "number"])
    op.drop_index("ix_paper_case_queue", "paper_case")
    op.create_index("ix_paper_case_queue", "paper_case", ["status", "due_last", "number", "channel"])
    op.create_index("ix_paper_case_decided", "paper_case", ["status", "decided_at", "id"])
    op.drop_index(op.f("ix_account_status"), "account")
    op.create_index("ix_account_newest", "account", ["status", "approved_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_account_newest", "account")
    op.create_index(op.f("ix_account_status"), "account", ["status"])
    op.drop_index("ix_paper_case_decided", "paper_case")
    op.drop_index("ix_paper_case_queue", "paper_case")
    op.create_index("ix_paper_case_queue", "paper_case", ["status", "due_last", "id"])
    op.drop_table("case_word")


def _words(texts: tuple[str, ...]) -> set[str]:
    """Names are kept folded already; all else is plain letters."""
    whole = {word for text in texts for word in text.lower().split()}
    parts = {part for word in whole for part in re.split("[-/'’]", word)}
    return {word[:254] for word in whole | parts | {part.lstrip("0") for part in parts} if word}
