"""Every column says what it holds, why and for how long, and the data map says the same."""

import sqlalchemy as sa

from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.migrations.tables import METADATA
from tests import data_map
from tests.data_map import PAGE, declared, faults, page


def test_every_column_has_class_purpose_basis_and_retention() -> None:
    assert not (found := list(faults())), "\n" + "\n".join(found)


def test_the_data_map_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.data_map`"


def test_a_column_nobody_declared_is_named_with_what_to_write() -> None:
    table = METADATA.tables["correction"]
    column = sa.Column("nickname", sa.String(8))
    table.append_column(column)
    try:
        (told,) = faults()
    finally:
        table._columns.remove(column)
    assert told.startswith("correction.nickname has no class")
    assert 'words="nickname"' in told


def test_personal_data_need_a_legal_basis() -> None:
    said = data(Purpose.OFFICE, Basis.NONE, Kept.OFFICE, identity="word")
    assert list(data_map._contradictions(METADATA.tables["case_word"], said)) == [
        "case_word.word holds identity: its table needs a legal basis"
    ]


def test_what_is_erased_with_a_case_leaves_no_reference_to_it_behind() -> None:
    """A foreign key to such rows leads there by `of`, or can be emptied."""
    erased = {table.name for table, said in declared().items() if said.of}
    for table, said in declared().items():
        for key in table.foreign_keys:
            if key.column.table.name in erased and key.parent.name not in said.of:
                assert key.parent.nullable, f"{table.name}.{key.parent.name}: name it in `of=` or let it be NULL"
