"""A later version is taken in beside today's, and given up again, while the office and its customers go on."""

import time
from pathlib import Path

import pytest

from tests.drill import Counted
from tests.migrations.later import REVISION, TODAY, Program, later
from tests.twofold.installation import Installation
from tests.twofold.load import working
from tests.twofold.promised import keep_their_promises

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only]

REST_SECONDS = 8
SAID = f"of the later version {REVISION}, which takes nothing from this one"


def exchanged(site: Installation, program: Program) -> None:
    """One process after the other of each kind; between them both versions are at work."""
    for kind, anew in site.of(program).items():
        for place, node in enumerate(anew):
            site.nodes[kind][place].stop()
            site.nodes[kind][place] = node
            node.start()
            time.sleep(REST_SECONDS)


def test_a_later_version_comes_and_goes_and_nobody_notices(
    site: Installation, tmp_path: Path, counted: Counted
) -> None:
    newer = later(tmp_path)
    try:
        with working(site) as load:
            time.sleep(REST_SECONDS)
            newer.program.run(site.surroundings, "migrate")
            time.sleep(REST_SECONDS)  # Today's programs over a schema that they do not know.
            exchanged(site, newer.program)
            exchanged(site, TODAY)
        keep_their_promises(load)
    finally:
        newer.undo(site.database_url)
    counted(len(load.approved), f"accounts; {load.tally.told()}")
    assert not load.tally.failed, load.tally.why
    assert not load.tally.why, load.tally.why
    assert load.approved
    assert load.customers
    for kind in ("web", "worker"):
        assert all(SAID in node.log.read_text(encoding="utf-8") for node in site.nodes[kind]), kind
