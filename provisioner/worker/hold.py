"""In a restored database that waits for its operator the worker lives, says so, and carries nothing out."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from provisioner.backups import waits_since
from provisioner.database import Database

log = structlog.get_logger()


@dataclass
class Hold:
    """Asks before each step: a database on a server may be restored beneath a worker that runs."""

    database: Database
    told: bool = False

    def keeps(self, step: Callable[[], bool]) -> Callable[[], bool]:
        """The step, which does nothing while the hold stands."""

        def held() -> bool:
            return self._is_over() and step()

        return held

    def _is_over(self) -> bool:
        with self.database.reading() as session:
            over = waits_since(session) is None
        if not over and not self.told:
            log.warning("restored from a backup: waits for `provisioner resume`")
        self.told = not over
        return over
