"""Retiring unused passwords against first logins on the real Keycloak: nobody loses an own one or is shut out (P4)."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count as numbered
from time import monotonic, sleep
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outbox.tables import Task
from tests.drill import Counted, count
from tests.factories import approved_account, member
from tests.live.conftest import Realms
from tests.live.customer import IN, LOGIN, UPDATE_PASSWORD, Customer
from tests.worker.desk import WorkerDesk

pytestmark = pytest.mark.live
OWN = "zażółć12"
DISABLED = "zablokowane"
LONG, SHORT = 600, 1
"""Seconds a page with a new password lives. Keycloak asks when something is typed, so a page can be made to die."""
BATCH = 20
numbers = numbered(880000)


@pytest.fixture
def pages_live(realms: Realms) -> Iterator[Callable[[int], None]]:
    """Says how many seconds a page lives, those that are open too: no test has to keep pace with the machine."""
    path = f"/admin/realms/{realms.settings.customers_realm}"
    before = realms.admin.call("GET", path).json()

    def live(seconds: int) -> None:
        realms.admin.call("PUT", path, {**before, "accessCodeLifespanUserAction": seconds})

    yield live
    realms.admin.call("PUT", path, before)


def mailed(desk: WorkerDesk) -> tuple[Account, str]:
    """A new customer and the temporary password in the mailbox."""
    number = f"{next(numbers)}{uuid4().int % 1000:03d}"
    address = f"r{number}@example.com"
    account = approved_account(desk.database, customer_number=number, email=address, email_again=address)
    desk.run()
    return desk.account(account.id), desk.mailed_password()


def ended(desk: WorkerDesk) -> None:
    """The temporary passwords' life is over, and the work that retires them is due."""
    desk.later(hours=169)
    step = desk.worker()
    with desk.database.reading() as session:
        watched = session.scalar(sa.select(sa.func.count()).where(Task.done_at.is_(None))) or 0
    for _ in range(watched):
        step()
    desk.later()


def enabled(realms: Realms, account: Account) -> bool:
    return realms.directory().get(str(account.keycloak_id)).enabled


def test_an_unused_password_is_dead_at_its_end_and_a_new_one_lets_in(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, password = mailed(desk)
    desk.later(hours=169)
    desk.run()
    assert not enabled(realms, account)
    shut_out = realms.customer()
    shut_out.log_in(account.login, password)
    assert DISABLED in shut_out.text
    desk.later(hours=0.2)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    assert enabled(realms, account)
    assert realms.customer().log_in(account.login, password) == LOGIN
    with database.transaction() as session:
        accounts.reissue(session, account.id, by=member(session, "Barbara Lis"), at=database.now(session))
    desk.run()
    assert realms.customer().log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD


def test_a_page_left_open_at_the_end_leads_to_the_own_password(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, password = mailed(desk)
    customer = realms.customer()
    assert customer.log_in(account.login, password) == UPDATE_PASSWORD
    desk.later(hours=169)
    desk.run()
    assert customer.set_password(OWN) != IN, "not before the next look, a minute later at most"
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    assert realms.customer().log_in(account.login, OWN) == IN
    assert realms.customer().log_in(account.login, password) == LOGIN


@dataclass
class Round:
    """One customer with an open page, who types an own password at some moment of the retiring."""

    account: Account
    password: str
    customer: Customer
    saw: str = ""
    text: str = ""

    def types_after(self, seconds: float) -> None:
        sleep(seconds)
        self.saw = self.customer.set_password(OWN)
        self.text = self.customer.text

    @property
    def taken(self) -> bool:
        """Whether the customer has been told, or may believe, that the own password counts."""
        return self.saw == IN or DISABLED in self.text


@pytest.mark.drill
def test_retiring_and_first_logins_at_the_same_moment_shut_nobody_out(
    sqlite_url: str, realms: Realms, pages_live: Callable[[int], None], counted: Counted
) -> None:
    database, draw, owned, total = Database(sqlite_url), random.Random(20261126), 0, count(200)
    for _ in range(total // BATCH):
        pages_live(LONG)
        desk = WorkerDesk(database, realm=realms.directory())
        rounds = [with_open_page(realms, *mailed(desk)) for _ in range(BATCH)]
        opened = monotonic()
        ended(desk)
        race(rounds[::2], draw, desk.run)
        race(rounds[1::4], draw, lambda: pages_live(SHORT))
        sleep(max(0, opened + SHORT + 1 - monotonic()))  # No page is younger, and nothing typed is on its way.
        desk.later(hours=0.2)
        race(rounds[3::4], draw, desk.run)
        for one in rounds:
            owned += assert_well(desk, realms, one)
        put_away(database)
    database.close()
    assert 0 < owned < total, "both ends have been met"
    counted(total, f"races, {owned} own passwords")


def put_away(database: Database) -> None:
    """Nothing is left to be done for those who had their turn."""
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=database.now(session)))


def with_open_page(realms: Realms, account: Account, password: str) -> Round:
    customer = realms.customer()
    assert customer.log_in(account.login, password) == UPDATE_PASSWORD
    return Round(account, password, customer)


def race(rounds: list[Round], draw: random.Random, happens: Callable[[], object]) -> None:
    """The worker goes through all its accounts, or pages die, while each customer types at a moment of their own."""
    with ThreadPoolExecutor(len(rounds) + 1) as pool:
        typing = [pool.submit(one.types_after, draw.random() * 1.5) for one in rounds]
        pool.submit(happens).result()
        for one in typing:
            one.result()


def assert_well(desk: WorkerDesk, realms: Realms, one: Round) -> bool:
    """The own password works or the temporary one is dead; whoever saw theirs taken has it. Gives which it was."""
    desk.later(hours=0.2)
    desk.run()
    status = desk.state(one.account.id)[0]
    assert enabled(realms, one.account)
    assert realms.customer().log_in(one.account.login, one.password) == LOGIN, "the temporary one is dead in any case"
    own = realms.customer().log_in(one.account.login, OWN) == IN
    assert own == one.taken == (status is AccountStatus.ACTIVATED), (own, one.saw, one.text, status)
    return own


@pytest.mark.drill
def test_a_new_password_and_first_logins_at_the_same_moment_always_leave_one_that_works(
    sqlite_url: str, realms: Realms, counted: Counted
) -> None:
    database, draw, owned, total = Database(sqlite_url), random.Random(26112026), 0, count(200)
    desk = WorkerDesk(database, realm=realms.directory())
    for _ in range(total):
        one = with_open_page(realms, *mailed(desk))
        with database.transaction() as session:
            accounts.reissue(session, one.account.id, by=member(session, "Barbara Lis"), at=database.now(session))
        with ThreadPoolExecutor(2) as pool:
            typing = pool.submit(one.types_after, draw.random() * 0.15)
            pool.submit(desk.run).result()
            typing.result()
        # Where the two met inside Keycloak, it asked one of them to come back.
        desk.later()
        desk.run()
        assert enabled(realms, one.account)
        own = realms.customer().log_in(one.account.login, OWN)
        newest = realms.customer().log_in(one.account.login, desk.mailed_password())
        assert (own == IN) != (newest == UPDATE_PASSWORD), (own, newest, one.saw, one.text)
        owned += own == IN
        put_away(database)
    database.close()
    counted(total, f"races, {owned} own passwords")
