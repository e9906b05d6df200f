"""On a desk that came out of a backup every page says from when it is, and nothing is promised until it is let go."""

import sqlalchemy as sa

from provisioner.backups.tables import Restoration
from provisioner.staff.roles import Role
from tests.factories import NOW, recorded
from tests.web.desk import DeskUnderTest


def test_a_restored_desk_says_so_on_every_page_until_it_is_let_go(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    assert not browser.get("/").soup.select(".banner")
    with small_desk.database.transaction() as session:
        session.add(Restoration(made_at=NOW, restored_at=NOW))
    for path in ("/", "/accounts", "/applications/new"):
        (banner,) = browser.get(path).soup.select(".banner")
        assert "restored from a backup (24.11.2026, 10:00)" in banner.get_text()
    with small_desk.database.transaction() as session:
        session.execute(sa.update(Restoration).values(released_at=NOW))
    assert not browser.get("/").soup.select(".banner")


def test_an_approval_promises_nothing_while_the_desk_waits(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        session.add(Restoration(made_at=NOW, restored_at=NOW))
        case = recorded(session)
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.send(browser.get(f"/applications/{case.id}"), "/approve")
    assert "waits for the system" in page.text
