"""Where the same customer is looked for, words begin with three letters: two lead to twice as many strangers.

What an address is kept under is no spelling, so nothing is looked up for it when it goes: of a million cases that took
longer than a step may take.
"""

from importlib import import_module

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BEFORE = import_module("provisioner.migrations.versions.0048_cases_of_one_house_and_two_beginnings")
WORDS = import_module("provisioner.migrations.versions.0026_found_though_mistyped")
BEGINNING = 3
SPELT = "OLD.word NOT LIKE '#%'"


def upgrade() -> None:
    _forget(f"({SPELT})", f"{SPELT} AND {WORDS.UNUSED}")
    BEFORE.keep_under(BEGINNING)


def downgrade() -> None:
    BEFORE.keep_under(BEFORE.BEGINNING)
    _forget("(true)", WORDS.UNUSED)


def _forget(on_postgresql: str, on_sqlite: str) -> None:
    """When a word that goes is looked for among the spellings."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER spelling_forgotten ON case_word")
        op.execute(
            f"CREATE TRIGGER spelling_forgotten AFTER DELETE ON case_word FOR EACH ROW WHEN {on_postgresql} "
            "EXECUTE FUNCTION spelling_forgotten()"
        )
    else:
        op.execute("DROP TRIGGER spelling_forgotten")
        op.execute(
            f"CREATE TRIGGER spelling_forgotten AFTER DELETE ON case_word WHEN {on_sqlite} BEGIN {WORDS.FORGET}; END"
        )
