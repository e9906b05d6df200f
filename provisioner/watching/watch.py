"""One look at everything: the database first, the network only when no transaction is open any more (P9)."""

from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

import provisioner.watching.gauges as gauges
from provisioner.database import Database
from provisioner.database.trouble import trouble
from provisioner.watching.gauges import Reading
from provisioner.watching.host import Host
from provisioner.watching.stored import stored

log = structlog.get_logger()


class Watch:
    """Reads the gauges whenever somebody asks; nothing is kept."""

    def __init__(self, database: Database, host: Host) -> None:
        self._database = database
        self._host = host

    def readings(self) -> list[Reading]:
        """All that can be told now; a database that is away is told as such and hides nothing else."""
        return [*self._of_the_database(), *self._host.readings(datetime.now(UTC))]

    def _of_the_database(self) -> list[Reading]:
        try:
            with self._database.reading() as session:
                found = stored(session, self._database.now(session))
        except SQLAlchemyError as error:
            log.error(f"database:{trouble(error)}", error=type(error).__name__)
            return [Reading(gauges.DATABASE, False)]
        return [Reading(gauges.DATABASE, True), *found]
