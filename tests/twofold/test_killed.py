"""Any one process is lost, PostgreSQL too, or each is exchanged, while the office and its customers go on."""

import time

import pytest

from tests.drill import Counted
from tests.twofold.installation import Installation
from tests.twofold.load import working
from tests.twofold.promised import keep_their_promises

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only]

BEFORE_SECONDS, GONE_SECONDS, AFTER_SECONDS, AWAY_SECONDS = 8, 12, 8, 5
PATIENT = 20
"""How often somebody tries again while there is no database: for three quarters of a minute."""
SENT_AGAIN: dict[str, set[str]] = {"web": set(), "public": set(), "worker": set(), "keycloak": {"approvals"}}
"""What somebody may have to send again while that part is exchanged: before each decision the realm is asked whether
the person may still decide, and where its answer is lost with a node the person signs in again (docs/known-limits.md).
"""


@pytest.mark.parametrize("kind", ["web", "public", "worker", "keycloak"])
def test_either_of_two_is_killed_and_nobody_loses_anything(site: Installation, kind: str, counted: Counted) -> None:
    with working(site) as load:
        for node in site.nodes[kind]:
            time.sleep(BEFORE_SECONDS)
            node.kill()
            time.sleep(GONE_SECONDS)
            node.start()
        time.sleep(AFTER_SECONDS)
    counted(len(load.approved), f"accounts; {load.tally.told()}")
    assert not load.tally.failed, load.tally.why
    assert load.approved
    assert load.customers
    keep_their_promises(load)


def test_postgresql_is_killed_and_everybody_goes_on_with_it_by_themselves(site: Installation, counted: Counted) -> None:
    with working(site, PATIENT) as load:
        for _ in range(2):
            time.sleep(BEFORE_SECONDS)
            site.postgres.kill()
            time.sleep(AWAY_SECONDS)
            site.postgres.start()
        time.sleep(AFTER_SECONDS)
    counted(len(load.approved), f"accounts; {load.tally.told()}")
    assert [node.kind for nodes in site.nodes.values() for node in nodes if not node.runs] == [], "begun by nobody"
    assert not load.tally.failed, load.tally.why
    assert load.approved
    assert load.customers
    keep_their_promises(load)


@pytest.mark.parametrize("kind", ["web", "public", "worker", "keycloak"])
def test_each_of_two_is_exchanged_in_turn_and_nothing_fails(site: Installation, kind: str, counted: Counted) -> None:
    with working(site) as load:
        for node in site.nodes[kind]:
            time.sleep(BEFORE_SECONDS)
            node.stop()
            node.start()
        time.sleep(AFTER_SECONDS)
    counted(len(load.approved), f"accounts; {load.tally.told()}")
    assert not load.tally.failed, load.tally.why
    assert {what for what, times in load.tally.again.items() if times} <= SENT_AGAIN[kind], load.tally.why
    assert load.approved
    assert load.customers
    keep_their_promises(load)
