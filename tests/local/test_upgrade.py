"""The former release's demo under today's `local up`: nothing lost, customers still get in, work goes on."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.staff.tables import StaffMember
from tests.databases import made_postgres
from tests.drill import Counted
from tests.former.filled import fill
from tests.former.release import installed
from tests.former.rows import Rows, read
from tests.live.customer import IN, UPDATE_PASSWORD
from tests.local.upgraded import REVISION, FormerDemo, Upgraded, upgraded
from tests.local_stack import free_base
from tests.migrations.places import counterparts
from tests.sink import mailed_password

pytestmark = [pytest.mark.live, pytest.mark.drill_only]
KEPT = ("application", "application_editor", "clause_answer", "login", "audit_entry", "case_number", "form_edition")
WAITING, EARLIER, STRANGERS, NEXT = "107815", "100234", "100871", "100871_2"
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> FormerDemo:
    """The former release's demo, made by itself."""
    folder = tmp_path_factory.mktemp("former")
    base = free_base()
    with installed(REVISION, folder) as release:
        release.sample_desk(folder / "var", base)
    return FormerDemo(folder / "var", base)


def test_with_keycloaks_data_everybody_goes_on(demo: FormerDemo, tmp_path: Path, counted: Counted) -> None:
    with upgraded(demo, tmp_path, keycloak=True) as desk:
        assert_nothing_lost(desk, demo.rows, counted)
        assert statuses(desk) == {AccountStatus.NOTIFIED: 6, AccountStatus.NEEDS_ATTENTION: 1}
        assert_the_earlier_customer_gets_in(desk, demo)
        assert_a_waiting_case_becomes_an_account(desk, demo.rows)


def test_the_same_on_postgresql(demo: FormerDemo, tmp_path: Path, postgres_server: str, counted: Counted) -> None:
    url = made_postgres(postgres_server, "former_demo")
    with closing(Database(url)) as empty:
        fill(empty, REVISION, demo.rows)
    with upgraded(demo, tmp_path, keycloak=True, database_url=url) as desk:
        assert_nothing_lost(desk, demo.rows, counted)
        assert statuses(desk) == {AccountStatus.NOTIFIED: 6, AccountStatus.NEEDS_ATTENTION: 1}
        assert_the_earlier_customer_gets_in(desk, demo)
        assert_a_waiting_case_becomes_an_account(desk, demo.rows)


def test_without_keycloaks_data_accounts_ask_for_people_and_no_stranger_is_adopted(
    demo: FormerDemo, tmp_path: Path, counted: Counted
) -> None:
    with upgraded(demo, tmp_path, keycloak=False) as desk:
        assert_nothing_lost(desk, demo.rows, counted)
        stranger = {"username": STRANGERS, "email": "stranger@example.org", "enabled": True}
        desk.customers.post("users", body=stranger)
        before = desk.customers.get("users", query=f"?username={STRANGERS}&exact=true")
        look_now(desk)
        wait_for(lambda: statuses(desk) == {AccountStatus.NEEDS_ATTENTION: 7}, "every account to ask for people")
        assert {account_of(desk, login).attention for login in (EARLIER, STRANGERS)} == {Attention.USER_MISSING}
        try_again(desk, STRANGERS)
        wait_for(lambda: NEXT in logins(desk), "the next login by the rule")
        wait_for(lambda: account_of(desk, NEXT).status is AccountStatus.NOTIFIED, "a mail with a new password")
        assert_a_waiting_case_becomes_an_account(desk, demo.rows)
        assert desk.customers.get("users", query=f"?username={STRANGERS}&exact=true") == before
        assert_nothing_lost_of(demo.rows, read(desk.database), "application", but=WAITING)


def assert_nothing_lost(desk: Upgraded, former: Rows, counted: Counted) -> None:
    """Every value of what no worker changes; accounts as they were."""
    today, lines = read(desk.database), 0
    for table in KEPT:
        lines += assert_nothing_lost_of(former, today, table)
    for before, after in counterparts(REVISION, "account", former, today):
        assert after["login"] == before["login"]
        assert after["keycloak_id"] == before["keycloak_id"]
    counted(lines, "rows found again")


def assert_nothing_lost_of(former: Rows, today: Rows, table: str, but: str = "") -> int:
    """Gives how many rows were found again; `but` is the number of a customer approved meanwhile."""
    pairs = list(counterparts(REVISION, table, former, today))
    for before, after in pairs:
        if not but or before["customer_number"] != but:
            assert after == before
    return len(pairs)


def assert_the_earlier_customer_gets_in(desk: Upgraded, demo: FormerDemo) -> None:
    """With the password that the former release mailed."""
    (mail,) = [mail for mail in demo.mails if "helena.bronk@example.com" in str(mail["To"])]
    customer = desk.customer()
    assert customer.log_in(EARLIER, mailed_password(mail)) == UPDATE_PASSWORD
    assert customer.set_password("MojeHaslo2026") == IN
    look_now(desk)
    wait_for(lambda: account_of(desk, EARLIER).status is AccountStatus.ACTIVATED, "the desk to see it")


def assert_a_waiting_case_becomes_an_account(desk: Upgraded, former: Rows) -> None:
    """Approved by a member of staff of the former release, made by today's worker, used by the customer."""
    (waiting,) = [row for row in former["application"] if row["customer_number"] == WAITING]
    desk.approve(waiting)
    mail = desk.stack.wait_for_mail(waiting["email"], seconds=PATIENCE_SECONDS)
    assert desk.customer().log_in(WAITING, mailed_password(mail)) == UPDATE_PASSWORD


def look_now(desk: Upgraded) -> None:
    """Whatever waits is due."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    with desk.database.transaction() as session:
        session.execute(sa.update(Task).where(Task.done_at.is_(None), Task.kind == "watch").values(not_before=past))


def try_again(desk: Upgraded, login: str) -> None:
    """Somebody presses the button."""
    account = account_of(desk, login)
    with desk.database.transaction() as session:
        somebody = session.scalars(sa.select(StaffMember).limit(1)).one()
        accounts.retry(session, account.id, by=somebody, at=datetime.now(UTC))


def account_of(desk: Upgraded, login: str) -> Account:
    with desk.database.reading() as session:
        return session.scalars(sa.select(Account).where(Account.login == login)).one()


def logins(desk: Upgraded) -> set[str]:
    with desk.database.reading() as session:
        return set(session.scalars(sa.select(Account.login)))


def statuses(desk: Upgraded) -> dict[AccountStatus, int]:
    with desk.database.reading() as session:
        found = session.execute(sa.select(Account.status, sa.func.count()).group_by(Account.status)).all()
    return {row[0]: row[1] for row in found}


def wait_for(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} s for {what}"
        time.sleep(0.5)
