"""Tax numbers as long as any country's; cases are found by the last digits of their phones.

SQLite keeps no length, so there the table stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BEFORE, AFTER = 16, 32
PHONES = (
    "SELECT c.id, c.number, a.phone FROM application a JOIN paper_case c ON c.id = a.id WHERE a.phone <> ''",
    "SELECT c.id, c.number, d.phone FROM data_change d JOIN paper_case c ON c.id = d.id WHERE d.phone <> ''",
    # An approved change lets the first paper of its account be found, too.
    "SELECT first.id, first.number, d.phone FROM data_change d JOIN paper_case c ON c.id = d.id "
    "JOIN account ON account.id = d.account_id JOIN paper_case first ON first.id = account.case_id "
    "WHERE d.phone <> '' AND c.status = 'approved'",
)
KEEP = sa.text(
    "INSERT INTO case_word (case_id, word, number) VALUES (:case_id, :word, :number) ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("case_id", type_=sa.Uuid()))
AT_ONCE = (
    "INSERT INTO case_word (case_id, word, number) "
    "SELECT id, '~' || reverse(regexp_replace(phone, '^\\+(48)?', '')), number FROM ({phones}) AS found ON CONFLICT DO NOTHING"
)
"""Where the server turns words round itself; pages wait for this step, so it is as short as can be."""
END, BATCH = "~", 1_000


def upgrade() -> None:
    _widen(BEFORE, AFTER)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for phones in PHONES:
            op.execute(AT_ONCE.format(phones=phones))
        return
    for phones in PHONES:
        found = connection.execute(sa.text(phones).columns(id=sa.Uuid()))
        while batch := found.fetchmany(BATCH):
            rows = [{"case_id": one.id, "word": _from_its_end(one.phone), "number": one.number} for one in batch]
            connection.execute(KEEP, rows)


def downgrade() -> None:
    """Back to the narrow column; tax numbers that do not fit must be gone before."""
    op.execute(f"DELETE FROM case_word WHERE word LIKE '{END}%'")
    _widen(AFTER, BEFORE)


def _widen(before: int, after: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("application", "nip", existing_type=sa.String(before), type_=sa.String(after))


def _from_its_end(phone: str) -> str:
    return END + phone.removeprefix("+48").removeprefix("+")[::-1]
