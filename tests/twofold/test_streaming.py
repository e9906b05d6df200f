"""PostgreSQL is lost with its machine, its standby takes over, and office and customers go on."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial

import pytest
import sqlalchemy as sa

from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from tests.crash.conftest import ACCESS_SUBJECTS
from tests.drill import Counted
from tests.keycloak_on_postgres import built_for_postgres
from tests.sink import mailed_password
from tests.twofold.installation import Installation, installed
from tests.twofold.load import APPROVER, CLERK, Load, working
from tests.twofold.pair import Pair, pair
from tests.twofold.people import Clerk
from tests.twofold.promised import keep_their_promises

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only]

OLD_SECONDS, AWAY_SECONDS, AFTER_SECONDS, CUT_SECONDS = 5, 5, 15, 4
SEVERAL = 3
BUSY_SECONDS = 240
"""Until they are approved on a machine on which others work, too."""
PATIENT = 20
"""As where PostgreSQL is begun again (test_killed.py)."""


@dataclass(frozen=True)
class Both:
    """An installation and its two PostgreSQL servers."""

    site: Installation
    servers: Pair


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Two of everything, PostgreSQL as well."""
    with pair() as servers:
        folder = tmp_path_factory.mktemp("streaming")
        with installed(folder, built_for_postgres, lambda: nullcontext(servers.leader)) as site:
            yield Both(site, servers)


@pytest.fixture
def both(made: Both) -> Both:
    """A standby follows the one in charge."""
    if made.servers.behind() == []:
        made.servers.follow()
    return made


@dataclass(frozen=True)
class Told:
    """What people have been told is saved, by the customer's number."""

    recorded: frozenset[str]
    approved: frozenset[str]

    def lost(self, site: Installation) -> "Told":
        """What of it is not there."""
        with closing(Database(site.database_url)) as database, database.reading() as session:
            asked = sa.select(Application.customer_number, Application.status)
            there = {row.customer_number: row.status for row in session.execute(asked)}
        approved = {number for number, status in there.items() if status is CaseStatus.APPROVED}
        return Told(self.recorded - there.keys(), self.approved - approved)

    @property
    def all(self) -> int:
        """How many papers and approvals."""
        return len(self.recorded) + len(self.approved)


NOTHING = Told(frozenset(), frozenset())


def told(load: Load) -> Told:
    """So far."""
    return Told(frozenset(load.recorded), frozenset(load.approved))


@pytest.mark.parametrize("waits", [False, True], ids=["a moment later", "saved when both have it"])
def test_the_standby_takes_over_and_nothing_older_than_five_seconds_is_lost(
    both: Both, waits: bool, counted: Counted
) -> None:
    both.servers.both_or_none(waits)
    assert both.servers.checked()
    with working(both.site, PATIENT) as load:
        until(lambda: len(load.approved) >= SEVERAL)
        old = told(load)
        time.sleep(OLD_SECONDS)
        both.servers.lose()
        saved = told(load)
        time.sleep(AWAY_SECONDS)
        both.servers.promote()
        time.sleep(AFTER_SECONDS)
        until(lambda: len(load.approved) > len(saved.approved))
    lost = saved.lost(both.site)
    counted(len(load.approved), f"accounts; {lost.all} of {saved.all} told as saved lost; {load.tally.told()}")
    assert old.lost(both.site) == NOTHING
    assert lost == NOTHING or not waits
    assert load.tally.failed.keys() <= ({"links"} if lost != NOTHING else set()), load.tally.why
    assert all(node.runs for nodes in both.site.nodes.values() for node in nodes), "begun by nobody"
    assert not both.servers.checked()
    once_more(load, told(load).lost(both.site))
    keep_their_promises(load)
    everybody_gets_in(load)


def test_what_the_standby_had_not_got_is_done_once_more_and_nobody_is_left_out(both: Both, counted: Counted) -> None:
    with working(both.site) as load:
        until(lambda: len(load.approved) >= SEVERAL)
        old = told(load)
        both.servers.cut()
        time.sleep(CUT_SECONDS)
        until(lambda: len(load.approved) > len(old.approved))
    saved = told(load)
    both.servers.lose()
    for node in both.site.nodes["keycloak"]:
        node.stop()
    both.servers.promote()
    for node in both.site.nodes["keycloak"]:
        node.start()
    lost = saved.lost(both.site)
    counted(len(load.approved), f"accounts; {lost.all} of {saved.all} told as saved lost; {load.tally.told()}")
    assert old.lost(both.site) == NOTHING
    assert lost.recorded
    with working(both.site) as after:
        once_more(load, lost)
        until(lambda: len(after.approved) >= SEVERAL)
    for one in (load, after):
        assert one.tally.failed.keys() <= {"links"}, one.tally.why  # Those of mails that are lost.
        keep_their_promises(one)
        everybody_gets_in(one)


def until(done: Callable[[], bool]) -> None:
    """The office has come so far."""
    end = time.monotonic() + BUSY_SECONDS
    while not done():
        assert time.monotonic() < end, f"not within {BUSY_SECONDS} s"
        time.sleep(0.1)


def once_more(load: Load, lost: Told) -> None:
    """The office records from paper what is missing, and approves what is in the queue again."""
    if lost == NOTHING:
        return
    clerk, approver = load.signed_in(CLERK), load.signed_in(APPROVER)
    for number in sorted(lost.recorded):
        load.recorded[number] = load.tally.attempt("recordings", partial(record, load, clerk, number)) or ""
    for number in sorted(lost.approved):
        load.tally.attempt("approvals", partial(load.approve_one, approver, load.recorded[number]))


def record(load: Load, clerk: Clerk, number: str) -> str:
    """The same paper anew; gives the case's address. Raises Unwell."""
    page = clerk.see("/applications/new")
    return clerk.send(page, "/applications/new", **load.paper(page, number))


def everybody_gets_in(load: Load) -> None:
    """Whoever was approved: with the own password, or with that of their newest mail."""
    for number in load.approved:
        mails = load.site.sink.to(f"c{number}@example.com")
        newest = [mail for mail in mails if mail["Subject"] in ACCESS_SUBJECTS][-1]
        assert load.customer(number, mailed_password(newest)).log_in(), number
