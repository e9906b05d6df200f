"""In a restored database that waits for its operator the worker lives, says so, and carries nothing out."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from provisioner.backups import waits_since
from provisioner.database import Database

log = structlog.get_logger()


@dataclass
class Hold:
    """Asks until nothing waits; a running worker is not asked again, because nothing is restored beneath it."""

    database: Database
    over: bool = False
    told: bool = False

    def keeps(self, step: Callable[[], bool]) -> Callable[[], bool]:
        """The step, which does nothing while the hold stands."""

        def held() -> bool:
            return self._is_over() and step()

        return held

    def _is_over(self) -> bool:
        if not self.over:
            with self.database.reading() as session:
                self.over = waits_since(session) is None
            if not self.over and not self.told:
                log.warning("restored from a backup: waits for `provisioner resume`")
                self.told = True
        return self.over
