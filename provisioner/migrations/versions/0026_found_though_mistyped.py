"""Cases are found by phone, tax number, address, attorney and parts of an e-mail address, and by mistyped words."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WORD = sa.String(254).with_variant(sa.String(254, collation="C"), "postgresql")
CASES = sa.text("SELECT id, number FROM paper_case").columns(id=sa.Uuid())
MAILBOXES = "SELECT case_id AS id, word FROM case_word WHERE word LIKE '%@%' AND case_id IN :ids"
TEXTS = (
    "SELECT id, phone || ' ' || nip || ' ' || attorney_name AS said, street || ' ' || postcode || ' ' || town AS place FROM application WHERE id IN :ids",
    "SELECT id, phone AS said, street || ' ' || postcode || ' ' || town AS place FROM data_change WHERE id IN :ids",
    "SELECT id, attorney_name AS said, street || ' ' || postcode || ' ' || town AS place FROM erasure_request WHERE id IN :ids",
)
KEEP = "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING"
BATCH, BEGINNING = 1_000, 7
LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)
FORGET = "DELETE FROM spelling WHERE word = OLD.word"
UNUSED = "NOT EXISTS (SELECT 1 FROM case_word w WHERE w.word = OLD.word)"


def upgrade() -> None:
    op.create_table(
        "spelling",
        sa.Column("key", WORD, nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_spelling")),
    )
    connection = op.get_bind()
    cases = connection.execute(CASES)
    while batch := cases.fetchmany(BATCH):
        _find_again(connection, {one.id: one.number for one in batch})
    _learn(connection)
    op.create_index("ix_spelling_word", "spelling", ["word"])
    if connection.dialect.name == "postgresql":
        # Whoever has just taken the word into a case holds these rows until the case can be seen.
        op.execute(
            "CREATE FUNCTION spelling_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "PERFORM 1 FROM spelling WHERE word = OLD.word ORDER BY key FOR UPDATE; "
            f"{FORGET} AND {UNUSED}; RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER spelling_forgotten AFTER DELETE ON case_word FOR EACH ROW EXECUTE FUNCTION spelling_forgotten()"
        )
    else:
        op.execute(f"CREATE TRIGGER spelling_forgotten AFTER DELETE ON case_word WHEN {UNUSED} BEGIN {FORGET}; END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION spelling_forgotten() CASCADE")
    else:
        op.execute("DROP TRIGGER spelling_forgotten")
    op.drop_table("spelling")


def _find_again(connection: sa.Connection, numbers: dict[Any, str]) -> None:
    found = [(one.id, word) for one in _asked(connection, MAILBOXES, numbers) for word in _of_a_mailbox(one.word)]
    for text in TEXTS:
        for one in _asked(connection, text, numbers):
            found += [(one.id, word) for word in {*_words(one.said), *_place(one.place)}]
    if rows := [{"case_id": case, "word": word[:254], "number": numbers[case]} for case, word in found if word]:
        keep = sa.text(KEEP.format("case_word", "case_id, word, number", ":case_id, :word, :number"))
        connection.execute(keep.bindparams(sa.bindparam("case_id", type_=sa.Uuid())), rows)


def _asked(connection: sa.Connection, text: str, ids: dict[Any, str]) -> list[Any]:
    asked = sa.text(text).bindparams(sa.bindparam("ids", list(ids), expanding=True, type_=sa.Uuid()))
    return list(connection.execute(asked.columns(id=sa.Uuid())))


def _learn(connection: sa.Connection) -> None:
    keep = sa.text(KEEP.format("spelling", "key, word", ":key, :word"))
    words = connection.execute(sa.text("SELECT DISTINCT word FROM case_word"))
    while batch := words.fetchmany(BATCH):
        if rows := [{"key": key, "word": one.word} for one in batch for key in _keys(one.word)]:
            connection.execute(keep, rows)


def _words(text: str) -> Iterator[str]:
    for whole in _fold(text).split():
        word = whole.strip('.,;:!?()"„”«»').removeprefix("+48").removeprefix("+")
        yield word
        for part in re.split("[-/'’]", word):
            yield from (part, part.lstrip("0"))


def _place(text: str) -> Iterator[str]:
    for word in _fold(text).split():
        plain = word.strip('.,;:!?()"„”«»')
        if word[0].isdigit():
            yield f"##{plain}" if "-" in plain else f"#{plain}"
        else:
            yield from _words(plain)


def _of_a_mailbox(word: str) -> Iterator[str]:
    return (word[part.end() :] for part in re.finditer("[._+@-]+", word[: word.index("@") + 1]))


def _keys(word: str) -> set[str]:
    if not word.isalpha() or not 3 <= len(word) < 254:
        return set()
    begins = word[:BEGINNING]
    most = 1 if len(word) < 6 else 2
    return {
        "".join(kept) for count in range(len(begins) - most, len(begins) + 1) for kept in combinations(begins, count)
    }


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(LETTERS)
