"""What an installation takes: memory of each process, connections, disk."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.twofold.installation import Installation, at_server
from tests.twofold.node import Node

LOOK_SECONDS = 0.5
CONNECTED = "SELECT datname, count(*) FROM pg_stat_activity WHERE datname IN ('desk', 'keycloak') GROUP BY datname"


def memory(node: Node) -> int:
    """Megabytes of all its processes; what they share is counted once."""
    return sum(_kilobytes(pid) for pid in node.processes()) // 1024


def disk(site: Installation) -> dict[str, int]:
    """Kilobytes of both databases."""
    asked = "SELECT pg_database_size(%s) / 1024"
    with at_server(site.postgres.port) as session:
        return {name: session.execute(asked, [name]).fetchone()[0] for name in ("desk", "keycloak")}  # type: ignore[index]


@contextmanager
def most_connections(site: Installation) -> Iterator[Counter[str]]:
    """The most connections to each database at any moment inside, without our own looking."""
    most: Counter[str] = Counter()
    over = threading.Event()

    def look() -> None:
        with at_server(site.postgres.port) as session:
            while not over.wait(LOOK_SECONDS):
                for name, now in session.execute(CONNECTED):
                    most[name] = max(most[name], now)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def _kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # Ended meanwhile.
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
