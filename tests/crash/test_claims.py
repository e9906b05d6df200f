"""Row 27 of docs/faults.md: several workers at one queue never get the same task."""

import subprocess
import sys

import pytest

from provisioner.accounts.kinds import PROVISION
from provisioner.database import Database
from tests.crash.queue import queue_up

pytestmark = pytest.mark.postgres
TASKS, PROCESSES = 400, 4


def test_row_27_no_task_is_claimed_twice(database: Database, database_url: str) -> None:
    queue_up(database, TASKS)
    claimed = claim_all(database_url, PROCESSES, [PROVISION.name])
    assert len(claimed) == len(set(claimed)) == TASKS


def claim_all(database_url: str, processes: int, kinds: list[str]) -> list[str]:
    """Let that many processes loose on the queue at the same moment; gives kind and id of all that anybody got."""
    words = [sys.executable, "-m", "tests.crash.claims", database_url]
    workers = [
        subprocess.Popen([*words, f"w{n}", *kinds], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(processes)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [line for worker in workers for line in worker.communicate(timeout=60)[0].split()]
