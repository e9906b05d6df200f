"""The threads of one worker: each does one step after another until asked to stop."""

import threading
from collections.abc import Callable, Sequence

import structlog

from provisioner.database import Database
from provisioner.database.trouble import told
from provisioner.outside import health
from provisioner.worker.failures import Failures
from provisioner.worker.place import places

log = structlog.get_logger()

HEARTBEAT_SECONDS = 30.0


def run(
    steps: Sequence[Callable[[], bool]],
    database: Database,
    failures: Failures,
    stop: threading.Event,
    alive: Callable[[], None],
    *,
    poll_seconds: float,
) -> None:
    """Run every step in a thread of its own until `stop` is set; the piece of work in hand is finished first.

    `alive` is called each half minute while every thread lives and the database can be written.
    """
    threads = [
        threading.Thread(target=_work, args=(step, stop, poll_seconds), name=f"step-{n}")
        for n, step in enumerate(steps)
    ]
    for thread in threads:
        thread.start()
    while True:
        if all(thread.is_alive() for thread in threads):
            _beat(database, failures, alive)
        if stop.wait(HEARTBEAT_SECONDS):
            break
    for thread in threads:
        thread.join()


def _work(step: Callable[[], bool], stop: threading.Event, poll_seconds: float) -> None:
    while not stop.is_set():
        try:
            busy = step()
        except Exception as error:  # The database may be away; its text can hold values and is not logged.
            log.error("step failed", error=type(error).__name__, at=places(error), **told(error))
            busy = False
        if not busy:
            stop.wait(poll_seconds)


def _beat(database: Database, failures: Failures, alive: Callable[[], None]) -> None:
    """Say that a worker is alive, for the desk's banner, and learn what other workers have found to be down."""
    try:
        failures.remember()
        with database.transaction() as session:
            health.report(session, health.WORKER, "", at=database.now(session))
        alive()
    except Exception as error:
        log.error("heartbeat failed", error=type(error).__name__, at=places(error), **told(error))
