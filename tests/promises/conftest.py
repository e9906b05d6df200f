"""Every promise is tried on a fresh database and on one upgraded from each former release, as whoever owns the tables:
it is kept by them, not by what the running desk's role may do.
"""

from collections.abc import Iterator

import pytest

from tests.databases import OWNER, under
from tests.former.rows import revisions


def pasts() -> list[object]:
    """Fresh or walked, on both databases."""
    kinds = ["fresh", *(f"walked_{revision}" for revision in revisions())]
    postgres = [pytest.param(("postgres", kind), marks=pytest.mark.postgres, id=f"{kind}-postgres") for kind in kinds]
    return [*(pytest.param(("sqlite", kind), id=f"{kind}-sqlite") for kind in kinds), *postgres]


@pytest.fixture(params=pasts())
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with this past, at the newest schema."""
    engine, past = request.param
    if past == "fresh":
        url = str(request.getfixturevalue(f"{engine}_url"))
        yield under(url, OWNER) if engine == "postgres" else url
        return
    with request.getfixturevalue(f"{engine}_past")(past) as url:
        yield url
