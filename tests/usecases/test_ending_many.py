"""A list of accounts to end: what each row means, a case for each, the same list once (R8)."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import office
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.channels import Channel
from provisioner.database import Database
from provisioner.resignations.many import Flaw, check, names_in, of_batch, record_many
from provisioner.resignations.tables import Resignation
from tests.changed import active
from tests.factories import NOW, PRACTICE, TODAY, member
from tests.resigned import CLERK, recorded
from tests.together import together

RAW = {"ground": "contract_ended", "basis": "", "effect_on": ""}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("104233\n104234\n", ["104233", "104234"]),
        ("numer;nazwa\n104233;Żółkiewski\n104234;Lis", ["104233", "104234"]),
        ("\ufeffNr klienta,koniec\r\n104233,31.12\r\n\r\n", ["104233"]),
        ('"104233"\t"x"', ["104233"]),
    ],
)
def test_a_list_is_read_as_a_spreadsheet_saves_it(text: str, names: list[str]) -> None:
    assert names_in(text, heading=True) == names


def test_a_typed_list_has_no_heading() -> None:
    assert names_in("anna.lis\njan.kot") == ["anna.lis", "jan.kot"]


def some(database: Database) -> None:
    """One account that can end, one under way, two of one number, one that a paper ends already."""
    with database.transaction() as session:
        active(session)
        busy = active(session, customer_number="104300", email="b@example.com", email_again="b@example.com")
        busy.status = AccountStatus.UNBLOCKING
        for name in ("c", "d"):
            active(session, customer_number="104400", email=f"{name}@example.com", email_again=f"{name}@example.com")
        ending = active(session, customer_number="104500", email="e@example.com", email_again="e@example.com")
        recorded(session, ending)


def test_r8_each_row_says_what_it_means(database: Database) -> None:
    some(database)
    with database.reading() as session:
        rows = check(session, ["104233", "104300", "104400", "104400_2", "104500", "999", "104233"])
    flaws = [None, Flaw.UNDER_WAY, Flaw.SEVERAL, None, Flaw.RECORDED, Flaw.UNKNOWN, Flaw.TWICE]
    assert [row.flaw for row in rows] == flaws


def test_r8_each_account_gets_a_case_of_its_own_from_the_office(database: Database) -> None:
    some(database)
    batch = uuid4()
    with database.transaction() as session:
        rows = check(session, ["104233", "104400_2", "999"])
        by = member(session, CLERK)
        assert record_many(session, rows, RAW, batch=batch, practice=PRACTICE, today=TODAY, by=by, at=NOW) == 2
    with database.reading() as session:
        made = of_batch(session, batch)
        assert [(one.account.login, one.channel, one.hindrances(TODAY)) for one in made] == [
            ("104233", Channel.OFFICE, []), ("104400_2", Channel.OFFICE, []),
        ]  # fmt: skip
        assert {one.basis for one in made} == {"§ 9 Regulaminu IBOK"}


def test_p1_the_same_list_sent_twice_at_once_makes_each_case_once(database: Database) -> None:
    some(database)
    batch = uuid4()
    with database.transaction() as session:
        member(session, CLERK)

    def send() -> int:
        with database.transaction() as session:
            rows = check(session, ["104233", "104400_2"])
            by = member(session, CLERK)
            return record_many(session, rows, RAW, batch=batch, practice=PRACTICE, today=TODAY, by=by, at=NOW)

    together(*[send] * 4)
    with database.reading() as session:
        assert len(of_batch(session, batch)) == 2
        assert session.scalar(sa.select(sa.func.count()).select_from(Resignation)) == 3


def test_what_ended_is_no_account_of_the_number_any_more(database: Database) -> None:
    with database.transaction() as session:
        active(session)
        session.execute(sa.update(Account).values(status=AccountStatus.CLOSED))
    with database.reading() as session:
        (row,) = check(session, ["104233"])
        assert row.flaw is Flaw.UNKNOWN
        assert office.rules(session).closings_at_once == 200
