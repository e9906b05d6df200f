"""How the desk talks to its database."""

import pytest
import sqlalchemy as sa

from provisioner.database import Database


@pytest.mark.postgres
def test_postgresql_compiles_no_statement(postgres_url: str) -> None:
    """Without statistics, as on the first day, it spent eight seconds on compiling the statement of the next case."""
    database = Database(postgres_url)
    with database.reading() as session:
        assert session.execute(sa.text("SHOW jit")).scalar_one() == "off"
    database.close()
