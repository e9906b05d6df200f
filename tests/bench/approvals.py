"""Approvals a second by several processes, each with cases of its own: `python -m tests.bench.approvals`."""

import subprocess
import sys
import time

import sqlalchemy as sa
from pydantic import SecretStr

from provisioner import applications, journal
from provisioner.applications.tables import Application
from provisioner.database import Database
from provisioner.settings import Settings
from tests.bench.claims import claims_per_second, opened
from tests.factories import NOW, member, recorded

KEEPING = journal.keeping(Settings(journal_key=SecretStr("a secret for measuring, long enough")))
CASES, TASKS, PROCESSES = 800, 4000, 4


def approvals_per_second(name: str, cases: int, processes: int) -> float:
    """Let the processes loose on recorded applications and count."""
    with opened(name) as url:
        database = Database(url, info=KEEPING)
        with database.transaction() as session:
            member(session, "Barbara Lis")
            for n in range(cases):
                address = f"a{n}@example.com"
                recorded(session, customer_number=f"{200000 + n}", email=address, email_again=address)
        database.close()
        words = [sys.executable, "-m", "tests.bench.approvals", url, str(processes)]
        hands = [
            subprocess.Popen([*words, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for n in range(processes)
        ]
        for hand in hands:
            assert hand.stdout is not None
            assert hand.stdout.readline() == "ready\n"
        began = time.monotonic()
        done = sum(int(hand.communicate("go\n", timeout=600)[0]) for hand in hands)
        spent = time.monotonic() - began
    assert done == cases
    return cases / spent


def approve_share(url: str, processes: int, place: int) -> None:
    """Approve every n-th case, one transaction each; prints how many."""
    database = Database(url, info=KEEPING)
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
        mine = session.scalars(sa.select(Application.id).order_by(Application.id)).all()[place::processes]
    print("ready", flush=True)
    sys.stdin.readline()
    for case in mine:
        with database.transaction() as session:
            applications.approve(session, case, revision=1, by=by, at=NOW)
    print(len(mine))


def main() -> None:
    """A hand of the measurement where an address is given, otherwise the measurement itself."""
    if sys.argv[1:]:
        approve_share(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
        return
    for name in ("sqlite", "postgresql"):
        print(f"{name}: {claims_per_second(name, TASKS, PROCESSES):,.0f} claims/s", flush=True)
        print(f"{name}: {approvals_per_second(name, CASES, PROCESSES):,.0f} approvals/s", flush=True)


if __name__ == "__main__":
    main()
