"""How long a desk of some years takes to be backed up and restored."""

import time

import pytest

from provisioner.database import Database
from tests.backups.desk import Installation
from tests.bench.filled import fill
from tests.drill import Counted

CASES = 20_000
SECONDS = 30.0
"""Generous on a machine that does other things, too; the figures themselves stand in the drill's report."""


@pytest.mark.drill_only
@pytest.mark.alone
def test_many_cases_are_restored_within_half_a_minute(
    installation: Installation, there: Installation, desk: Database, counted: Counted
) -> None:
    fill(desk, CASES)
    begun = time.monotonic()
    file = installation.backed_up()
    made = time.monotonic() - begun
    begun = time.monotonic()
    done = there.call("restore", file, "--key", there.key)
    taken = time.monotonic() - begun
    assert done.exit_code == 0, done.output
    counted(CASES, f"cases restored in {taken:.1f} s, made in {made:.1f} s, {file.stat().st_size // 10**6} MB")
    assert taken < SECONDS
