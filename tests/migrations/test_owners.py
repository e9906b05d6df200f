"""Step 0042: several accounts of one customer have one owner, under whichever name each was opened."""

import pytest
import sqlalchemy as sa
from alembic import command

from provisioner.database.schema import configured, migrate
from tests.former.databases import Former

pytestmark = pytest.mark.sweep

NUMBER = "104233"
OWNED = [
    ("zolkiewska ewa", "nowak ewa", "zolkiewska ewa"),
    ("nowak ewa", "kos ewa", "zolkiewska ewa"),
    ("kos ewa", "kos ewa", "zolkiewska ewa"),
    ("lis adam", "lis adam", "lis adam"),
]
"""The name on the paper, the present one and the owner's first; the oldest account first."""


def test_an_account_opened_under_the_new_name_of_an_earlier_one_has_the_same_owner(former: Former) -> None:
    with configured(former.database) as config:
        command.upgrade(config, "0041")
    with former.database.engine.begin() as connection:
        found = connection.execute(sa.text("SELECT id, case_id FROM account ORDER BY approved_at, id")).all()
        several = found[: len(OWNED)]
        for (account, case), (paper, now, _) in zip(several, OWNED, strict=True):
            connection.execute(
                sa.text("UPDATE account SET customer_number = :number, name_key = :now WHERE id = :account"),
                {"number": NUMBER, "now": now, "account": account},
            )
            connection.execute(
                sa.text("UPDATE paper_case SET name_key = :paper WHERE id = :case"), {"paper": paper, "case": case}
            )
    migrate(former.database)
    with former.database.engine.connect() as connection:
        owned = connection.execute(sa.text("SELECT owner_key FROM account ORDER BY approved_at, id")).scalars().all()
    assert owned[: len(OWNED)] == [owner for *_, owner in OWNED]
