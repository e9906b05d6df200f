"""In a restored database that waits for its operator the worker lives, says so, and carries nothing out.

Nor does it where the journal's key was exchanged for one that this process was not given: it could note nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from provisioner import journal
from provisioner.backups import waits_since
from provisioner.database import Database

log = structlog.get_logger()


@dataclass
class Hold:
    """Asks before each step: a database may be restored, and a key exchanged, beneath a worker that runs."""

    database: Database
    told: str = ""

    def keeps(self, step: Callable[[], bool]) -> Callable[[], bool]:
        """The step, which does nothing while the hold stands."""

        def held() -> bool:
            return self._is_over() and step()

        return held

    def _is_over(self) -> bool:
        why = self._why()
        if why and why != self.told:
            log.warning(why)
        self.told = why
        return not why

    def _why(self) -> str:
        with self.database.reading() as session:
            if not journal.fits(session):
                return "the journal's key was exchanged: waits to be started anew"
            waits = waits_since(session)
        return "restored from a backup: waits for `provisioner resume`" if waits else ""
