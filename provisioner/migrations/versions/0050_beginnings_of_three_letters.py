"""Where the same customer is looked for, words begin with three letters: two lead to twice as many strangers.

What an address is kept under is no spelling, so nothing is looked up for it when it goes: of a million cases that took
longer than a step may take.
"""

from importlib import import_module

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

BEFORE = import_module("provisioner.migrations.versions.0048_cases_of_one_house_and_two_beginnings")
WORDS = import_module("provisioner.migrations.versions.0026_found_though_mistyped")
BEGINNING = 3
ADDRESS = "OLD.word LIKE '#%'"


def upgrade() -> None:
    _forget(f"IF {ADDRESS} THEN RETURN NULL; END IF; ", f"NOT {ADDRESS} AND {WORDS.UNUSED}")
    BEFORE.keep_under(BEGINNING)


def downgrade() -> None:
    BEFORE.keep_under(BEFORE.BEGINNING)
    _forget("", WORDS.UNUSED)


def _forget(first: str, when: str) -> None:
    """What a word that goes is looked for by; PostgreSQL changes the function alone, for the table is at work."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE OR REPLACE FUNCTION spelling_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {first}"
            "PERFORM 1 FROM spelling WHERE word = OLD.word ORDER BY key FOR UPDATE; "
            f"{WORDS.FORGET} AND {WORDS.UNUSED}; RETURN NULL; END $$"
        )
    else:
        op.execute("DROP TRIGGER spelling_forgotten")
        op.execute(f"CREATE TRIGGER spelling_forgotten AFTER DELETE ON case_word WHEN {when} BEGIN {WORDS.FORGET}; END")
