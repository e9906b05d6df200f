"""Claims tasks until there are none, in a process of its own; prints kind and id of each."""

import sys
from datetime import timedelta

from provisioner import outbox
from provisioner.database import Database

LEASE = timedelta(minutes=5)


def main() -> None:
    """`python -m tests.crash.claims DATABASE_URL NAME KIND…`."""
    database = Database(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    turn = 0
    while True:
        turn += 1
        with database.transaction() as session:
            now = database.now(session)
            claim = outbox.claim(
                session, now=now, worker=sys.argv[2], lease=LEASE, kinds=sys.argv[3:], turn=turn
            )  # fmt: skip
        if claim is None:
            return
        print(f"{claim.kind}:{claim.task_id}")


if __name__ == "__main__":
    main()
