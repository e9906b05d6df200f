"""What must be true of every customer after a load, however many processes died meanwhile."""

import time
from collections import Counter
from contextlib import closing

import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from tests.crash.conftest import ACCESS_SUBJECTS
from tests.twofold.installation import Installation
from tests.twofold.load import Load

SETTLE_SECONDS = 240
"""Longer than the lease of work that died with its worker."""
SETTLED = {AccountStatus.NOTIFIED, AccountStatus.ACTIVATED}


def keep_their_promises(load: Load) -> None:
    """Nothing lost, nothing doubled: each paper is one approved case, one account, one user and has had its mail."""
    site = load.site
    with closing(Database(site.database_url)) as database:
        _settle(database)
        with database.reading() as session:
            cases = session.execute(sa.select(Application.customer_number, Application.status)).all()
            accounts = session.execute(sa.select(Account.login, Account.status)).all()
    ours = {number: status for number, status in cases if number in load.recorded}
    assert set(ours) == set(load.recorded), "a recorded paper is lost"
    assert _more_than_once(number for number, _ in cases) == [], "a paper was recorded twice"
    assert {number for number, status in ours.items() if status is CaseStatus.APPROVED} == set(load.approved)
    assert _more_than_once(login for login, _ in accounts) == []
    assert {status for _, status in accounts} <= SETTLED
    assert {login for login, _ in accounts} >= set(load.approved), "an account is lost"
    users = Counter(_users(site))
    assert users == Counter(login for login, _ in accounts), "a user is lost, doubled or nobody's"
    mailed = {str(mail["To"]) for mail in site.sink.received if mail["Subject"] in ACCESS_SUBJECTS}
    assert mailed >= {f"c{number}@example.com" for number in load.approved}


def _settle(database: Database) -> None:
    waiting = sa.select(sa.func.count()).select_from(Account).where(Account.status.not_in(SETTLED))
    end = time.monotonic() + SETTLE_SECONDS
    while True:
        with database.reading() as session:
            left = session.scalar(waiting)
        if not left:
            return
        assert time.monotonic() < end, f"{left} accounts still wait after {SETTLE_SECONDS} s"
        time.sleep(0.5)


def _users(site: Installation) -> list[str]:
    found = site.admin.realm(site.settings.customers_realm).get("users", query="?max=100000&briefRepresentation=true")
    return [str(user["username"]) for user in found if not str(user["username"]).startswith("service-account-")]


def _more_than_once(numbers: object) -> list[str]:
    return [number for number, times in Counter(numbers).items() if times > 1]  # type: ignore[call-overload]
