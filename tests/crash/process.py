"""The real worker in a process of its own, which kills itself without warning at one named place.

Run as `python -m tests.crash.process [failpoint]` with the settings in the environment.
"""

import os
import signal
import sys
import threading

from provisioner.accounts.carrying_out.failpoints import Failpoint, Reach, pass_by
from provisioner.cli.logs import set_up_logs
from provisioner.cli.worker import run_worker
from provisioner.settings import load


def kill_at(point: Failpoint) -> Reach:
    """SIGKILL at this place: no handler, no finally, no goodbye to the database or the mail server."""

    def reach(reached: Failpoint) -> None:
        if reached is point:
            os.kill(os.getpid(), signal.SIGKILL)

    return reach


def main() -> None:
    """Run until SIGTERM, or until the named place."""
    settings = load()
    set_up_logs(settings.log_format)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_worker(settings, stop, kill_at(Failpoint(sys.argv[1])) if sys.argv[1:] else pass_by)


if __name__ == "__main__":
    main()
