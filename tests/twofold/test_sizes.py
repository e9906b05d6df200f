"""How much two of everything take and do on one machine; docs/operate.md has the numbers."""

import time
from contextlib import closing

import pytest
import sqlalchemy as sa

from provisioner import journal
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.tables import Case
from provisioner.database import Database
from tests.crash.queue import queue_up
from tests.drill import Counted
from tests.twofold.installation import Installation
from tests.twofold.load import working
from tests.twofold.sizes import disk, memory, most_connections

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only, pytest.mark.alone]

DAY_SECONDS, WORK_SECONDS, AT_ONCE = 8 * 3600, 90, 400
MEGABYTES = {"web": 500, "public": 500, "worker": 250, "keycloak": 900}
"""What a machine must have for one of each (docs/operate.md)."""
MOST_CONNECTIONS = 60
KILOBYTES = 50
"""What a case may take of either database: twice what was seen, for few cases fill their pages badly."""


def test_memory_connections_and_disk_stay_within_what_is_told(site: Installation, counted: Counted) -> None:
    before = disk(site)
    with most_connections(site) as most, working(site) as load:
        time.sleep(WORK_SECONDS)
    grown = {name: (now - before[name]) / len(load.approved) for name, now in disk(site).items()}
    each = {kind: max(memory(node) for node in nodes) for kind, nodes in site.nodes.items()}
    counted(len(load.approved), f"accounts, MB {each}, connections {dict(most)}, kB a case {grown}")
    assert not load.tally.why
    assert all(each[kind] <= limit for kind, limit in MEGABYTES.items())
    assert most.total() <= MOST_CONNECTIONS
    assert all(kilobytes <= KILOBYTES for kilobytes in grown.values()), grown


def test_a_days_accounts_are_made_in_an_hour(site: Installation, counted: Counted) -> None:
    with closing(Database(site.database_url, info=journal.keeping(site.settings))) as database:
        queue_up(database, AT_ONCE, prefix="many")
        begun = time.monotonic()
        while _waiting(database):
            assert time.monotonic() - begun < 3600
            time.sleep(0.5)
        rate = AT_ONCE / (time.monotonic() - begun)
        with database.reading() as session:
            cases = session.scalar(sa.select(sa.func.count()).select_from(Case))
    counted(AT_ONCE, f"accounts at once, {rate:.1f}/s, {rate * DAY_SECONDS:,.0f} in 8 h; {cases} cases in all")
    assert rate >= 1


def _waiting(database: Database) -> int:
    open_ones = (AccountStatus.APPROVED, AccountStatus.CREATED)
    with database.reading() as session:
        waiting = sa.select(sa.func.count()).select_from(Account).where(Account.status.in_(open_ones))
        return session.scalar(waiting) or 0
