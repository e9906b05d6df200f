"""Addresses written otherwise are one, and the cases in which they may stand are found quickly."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from provisioner.applications.resembling import neighbours, resemble
from provisioner.cases.word_tables import CaseWord, Spelling
from provisioner.database.columns import Base


@dataclass
class Said:
    """What one paper says of its customer."""

    street: str
    name_key: str = "wronka jan"
    postcode: str = "83-300"
    town: str = "Kartuzy"
    country: str = ""


@pytest.mark.parametrize(
    "street", ["Lipowa 10/5", "Lipowa 10m5", "Lipowa 10m. 5", "ul. Lipowa 10 m.5", "Lipowa nr10lok5"]
)
def test_a_flat_is_the_same_however_it_is_written(street: str) -> None:
    assert resemble(Said("Lipowa 10/5"), Said(street))
    assert resemble(Said("Lipowa Górna 10/5"), Said(street))


@pytest.mark.parametrize("street", ["Lipowa 10m", "Lipowa 10a", "Lipowa 10m6", "Lipowa 105", "Lipowa 5/10"])
def test_another_number_is_another_place(street: str) -> None:
    assert not resemble(Said("Lipowa 10/5"), Said(street))
    assert resemble(Said(street), Said(street))


def test_sqlite_is_asked_nothing_for_each_case_of_an_address() -> None:
    """With forty thousand cases that took seconds at every paper."""
    found = neighbours(Said("Lipowa 10/5"))
    assert found is not None
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine, tables=[one.metadata.tables[one.__tablename__] for one in (CaseWord, Spelling)])
    asked = found.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [str(row.detail) for row in connection.execute(sa.text(f"EXPLAIN QUERY PLAN {asked}"))]
    assert plan
    assert [step for step in plan if "CORRELATED" in step or step.startswith(("SCAN case_word", "SCAN spelling"))] == []
