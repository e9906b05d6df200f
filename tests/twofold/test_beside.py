"""The schema grows under programs that do not know it yet; then each is exchanged, and nobody notices."""

import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from provisioner.database import Database
from provisioner.database.schema import configured, is_current, revision
from tests.drill import Counted
from tests.twofold.former import Former, former
from tests.twofold.installation import TODAY, Installation
from tests.twofold.load import working
from tests.twofold.promised import keep_their_promises

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only]

REST_SECONDS = 10


def step_back(site: Installation, before: Former) -> None:
    """The desk as the former version left it, with all that was recorded since."""
    for node in (*site.nodes["web"], *site.nodes["worker"]):
        node.stop()
    with closing(Database(site.database_url)) as database:
        with configured(database) as config:
            command.downgrade(config, before.revision)
        assert revision(database) == before.revision
    site.begin(before.program)


def test_former_and_todays_programs_work_side_by_side(site: Installation, tmp_path: Path, counted: Counted) -> None:
    with former(tmp_path) as before:
        step_back(site, before)
        with working(site) as load:
            time.sleep(REST_SECONDS)
            site.run(TODAY, "migrate")
            with closing(Database(site.database_url)) as database:
                assert is_current(database)
            time.sleep(REST_SECONDS)  # The former programs on a schema that they do not know.
            for kind, todays in site.of(TODAY).items():
                for place, node in enumerate(todays):
                    site.nodes[kind][place].stop()
                    site.nodes[kind][place] = node
                    node.start()
            time.sleep(REST_SECONDS)
    counted(len(load.approved), f"accounts from {before.revision} on; {load.tally.told()}")
    assert not load.tally.why, load.tally.why
    assert load.approved
    keep_their_promises(load)
