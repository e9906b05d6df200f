"""Applications are found by the numbers of their address with the initial of a name, where the same customer is looked for."""

import re
import unicodedata
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

APPLICATIONS = sa.text(
    "SELECT c.id, c.number, c.name_key, a.street FROM application a JOIN paper_case c ON c.id = a.id WHERE a.street <> ''"
).columns(id=sa.Uuid())
KEEP = sa.text(
    "INSERT INTO case_word (case_id, word, number) VALUES (:case_id, :word, :number) ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("case_id", type_=sa.Uuid()))
HOUSE, BATCH = "###", 1_000
WORDS = re.compile(r"[^\W\d_]+")
PARTS = re.compile(r"\d+(?: ?[a-z](?![^\W\d_]))?|[^\W\d_]+")
LEFT_OUT = re.compile(
    r"(?:(?<!\w)|(?<=\d)(?=[a-z]+[. ]*\d))"
    r"(?:ul|ulica|al|aleja|aleje|pl|plac|os|osiedle|m|mieszk|mieszkanie|lok|lokal|nr)(?=[\W\d]|$)"
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)


def upgrade() -> None:
    """Nothing: 0050 keeps them, once and as they are looked for since."""


def keep(words: Callable[[str, str], Iterator[str]]) -> None:
    """Keep each application under these words of its name and its street, in place of what it was kept under before."""
    downgrade()
    connection = op.get_bind()
    found = connection.execute(APPLICATIONS)
    while batch := found.fetchmany(BATCH):
        rows = [
            {"case_id": one.id, "word": word[:254], "number": one.number}
            for one in batch
            for word in words(one.name_key, one.street)
        ]
        if rows:
            connection.execute(KEEP, rows)


def downgrade() -> None:
    op.execute(f"DELETE FROM case_word WHERE word LIKE '{HOUSE}%'")


def houses(name_key: str, street: str) -> Iterator[str]:
    """The numbers of an address, with an initial each."""
    plain = LEFT_OUT.sub(" ", _fold(street.translate(DASHES)))
    parts = [part.replace(" ", "") for part in PARTS.findall(" ".join(plain.split()))]
    numbers = ".".join(part for part in parts if part[0].isdigit())
    initials = {word[0] for word in WORDS.findall(name_key)} if parts else set()
    return (f"{HOUSE}{numbers}:{initial}" for initial in sorted(initials))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(LETTERS)
