"""Any one process is lost, or each is exchanged, while the office and its customers go on."""

import time

import pytest

from tests.drill import Counted
from tests.twofold.installation import Installation
from tests.twofold.load import working
from tests.twofold.promised import keep_their_promises

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only]

BEFORE_SECONDS, GONE_SECONDS, AFTER_SECONDS = 8, 12, 8
SENT_AGAIN: dict[str, set[str]] = {"web": set(), "worker": set(), "keycloak": {"approvals"}}
"""What somebody may have to send again while that part is exchanged: before each decision the realm is asked whether
the person may still decide, and where its answer is lost with a node the person signs in again (docs/known-limits.md).
"""


@pytest.mark.parametrize("kind", ["web", "worker", "keycloak"])
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


@pytest.mark.parametrize("kind", ["web", "worker", "keycloak"])
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
