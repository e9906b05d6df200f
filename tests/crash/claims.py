"""Claims tasks until there are none, in a process of its own; prints the ids it got. For a test and the benchmark."""

import sys
from datetime import timedelta

from provisioner import outbox
from provisioner.database import Database

LEASE = timedelta(minutes=5)


def main() -> None:
    """`python -m tests.crash.claims DATABASE_URL NAME`."""
    database = Database(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    while True:
        with database.transaction() as session:
            now = database.now(session)
            claim = outbox.claim(session, now=now, worker=sys.argv[2], lease=LEASE)
        if claim is None:
            return
        print(claim.task_id)


if __name__ == "__main__":
    main()
