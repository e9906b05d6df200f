"""What stands in the way of a new owner of a customer number is told on the case, with the way to the former one."""

import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.staff.roles import Role
from tests.factories import approved, recorded
from tests.web.desk import DeskUnderTest

SAID = "an account of this customer number bears another name"


def test_the_former_owner_is_named_linked_and_after_the_block_no_longer_in_the_way(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        former = approved(session)
        other = {"last_name": "Nowa", "email": "nowa@example.com", "email_again": "nowa@example.com"}
        case = recorded(session, **other)  # type: ignore[arg-type]
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case.id}")
    assert SAID in page.main
    assert not page.has_form("/approve")
    assert page.soup.select_one(f'.same a[href="/applications/{former.case_id}"]')
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
    page = browser.get(f"/applications/{case.id}")
    assert SAID not in page.main
    assert page.has_form("/approve")
