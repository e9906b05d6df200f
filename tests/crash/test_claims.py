"""Row 27 of docs/faults.md: several workers at one queue never get the same task, and no kind of work is starved."""

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from provisioner.accounts.kinds import ACCOUNT, NOTIFY, PROVISION, RETIRE, WATCH
from provisioner.database import Database
from provisioner.outbox import THE_OFFICE, Kind, Urgency, put
from provisioner.outbox.claims import TURNS
from provisioner.worker.nightly import NIGHT, kind_of
from tests.crash.queue import queue_up
from tests.drill import Counted, count

pytestmark = pytest.mark.postgres
TASKS, PROCESSES, RACERS = 400, 4, 8
BLOCK = Kind("block", ACCOUNT, urgency=Urgency.URGENT)
SHARES = {BLOCK: 10, PROVISION: 25, NOTIFY: 20, RETIRE: 15, WATCH: 20}
"""Of a hundred tasks that are due; ten more are not due yet."""
NIGHTLY = [kind_of(job) for job in NIGHT]


def test_row_27_no_task_is_claimed_twice(database: Database, database_url: str) -> None:
    queue_up(database, TASKS)
    claimed = claim_all(database_url, PROCESSES, [PROVISION.name])
    assert len(claimed) == len(set(claimed)) == TASKS


@pytest.mark.drill
def test_eight_workers_race_for_mixed_kinds_and_starve_none(
    database: Database, database_url: str, counted: Counted
) -> None:
    due = queue_mixed(database, count(8000))
    hands = claims_of_each(database_url, RACERS, [kind.name for kind in (*SHARES, *NIGHTLY)])
    claimed = [line for hand in hands for line in hand]
    counted(len(claimed), "claims")
    assert len(claimed) == len(set(claimed)), "none twice"
    assert len(claimed) == due, "all that were due, none that was not"
    for hand in hands:
        assert_turns_kept(hand)
    for kind in NIGHTLY:
        first = min(place_of(kind.name, hand) for hand in hands)
        assert first < TURNS * len(NIGHTLY), "the night's work waits for no flood"


def assert_turns_kept(hand: list[str]) -> None:
    """Urgent goes before normal but for one claim in eight; while either is plentiful, one in eight is from below."""
    bulk = {kind.name for kind in (WATCH, *NIGHTLY)}
    kinds = [line.split(":")[0] for line in hand]
    urgent = [place for place, kind in enumerate(kinds) if kind == BLOCK.name]
    normal = [place for place, kind in enumerate(kinds) if kind not in bulk | {BLOCK.name}]
    last_urgent = max(urgent, default=-1)
    assert all((place + 1) % TURNS == TURNS // 2 - 1 for place in normal if place < last_urgent)
    flood = max(urgent + normal, default=0)
    eights = [kinds[start : start + TURNS] for start in range(0, flood - TURNS, TURNS)]
    assert all(bulk & set(eight) for eight in eights)


def place_of(kind: str, hand: list[str]) -> int:
    """When a worker got its first task of a kind."""
    return next((place for place, line in enumerate(hand) if line.startswith(f"{kind}:")), sys.maxsize)


def queue_mixed(database: Database, tasks: int) -> int:
    """Put tasks of all kinds and urgencies into the queue in a random order; gives how many are due."""
    now = datetime.now(UTC)
    kinds = [kind for kind, share in SHARES.items() for _ in range(tasks * share // 100)]
    random.Random(tasks).shuffle(kinds)
    with database.transaction() as session:
        for place, kind in enumerate(kinds):
            put(session, kind, uuid4(), now - timedelta(hours=1) + timedelta(milliseconds=place))
        for kind in NIGHTLY:
            put(session, kind, THE_OFFICE, now - timedelta(hours=2))
        for kind in random.Random(tasks).choices(list(SHARES), k=tasks - len(kinds)):
            put(session, kind, uuid4(), now + timedelta(hours=1))
    return len(kinds) + len(NIGHTLY)


def claim_all(database_url: str, processes: int, kinds: list[str]) -> list[str]:
    """Let that many processes loose on the queue at the same moment; gives kind and id of all that anybody got."""
    return [line for hand in claims_of_each(database_url, processes, kinds) for line in hand]


def claims_of_each(database_url: str, processes: int, kinds: list[str]) -> list[list[str]]:
    """The same, what each process got in its order."""
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
    return [worker.communicate(timeout=300)[0].split() for worker in workers]
