"""P1–P10 over the whole life of cases and accounts: any sequence of acts, with a fault between any two steps."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import url_on
from tests.drill import FULL, Counted, count
from tests.life.clocked import ClockedDatabase
from tests.life.desk import Desk
from tests.life.endings import Endings
from tests.life.mandates import Mandates
from tests.life.office import Fresh
from tests.life.outside import Outside
from tests.life.papers import Papers

LIVES, STEPS = {"sqlite": 400, "postgresql": 200}, 30
NAME = "a_life"
PHASES = (Phase.generate, Phase.shrink) if FULL else (Phase.generate,)
"""Making a broken life shorter takes minutes."""


class Life(Papers, Desk, Mandates, Endings, Outside):
    """All that can happen. Something new is one more rule in one of these, or one more of these."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """The same database each time, emptied: what was learned of its statements is kept, which is half of the time."""
    made: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    return made


@pytest.fixture
def fresh_sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Fresh]:
    file = tmp_path / "desk.sqlite"
    database = ClockedDatabase(f"sqlite:///{file}", tmp_path)

    def emptied() -> ClockedDatabase:
        database.close()
        for left in tmp_path.glob("desk.sqlite-*"):
            left.unlink()
        shutil.copy(sqlite_template, file)
        return database

    yield emptied
    database.close()


@pytest.fixture
def fresh_postgres(postgres_server: str, tmp_path: Path) -> Iterator[Fresh]:
    database = ClockedDatabase(url_on(postgres_server, NAME), tmp_path)
    with psycopg.connect(f"host={postgres_server} user=postgres dbname=postgres", autocommit=True) as admin:

        def emptied() -> ClockedDatabase:
            database.close()
            admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {NAME} TEMPLATE migrated")
            return database

        yield emptied
        database.close()
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.mark.drill
def test_p1_to_p10_hold_whatever_happens_between_any_two_steps(fresh: Fresh, counted: Counted) -> None:
    lives = count(LIVES[fresh().engine.dialect.name])
    run_state_machine_as_test(
        lambda: Life(fresh),  # type: ignore[arg-type]
        settings=settings(
            max_examples=lives, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
            phases=PHASES, print_blob=False, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    counted(lives, f"lives of {STEPS} steps")
