"""One look at everything: the database first, the network only when no transaction is open any more (P9)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

import provisioner.watching.gauges as gauges
from provisioner import journal
from provisioner.database import Database
from provisioner.database.trouble import trouble
from provisioner.watching.gauges import Reading
from provisioner.watching.host import Host
from provisioner.watching.stored import stored

log = structlog.get_logger()


class Watch:
    """Reads the gauges whenever somebody asks; nothing is kept.

    With `backups` there ought to be some; one older than `backups_last` means that the next is missing.
    """

    def __init__(self, database: Database, host: Host, backups_last: timedelta, *, backups: bool = False) -> None:
        self._database = database
        self._host = host
        self._backups_last = backups_last
        self._due = (gauges.COMPARED_AGO, gauges.ANCHORED_AGO, *([gauges.BACKUP_AGO] if backups else []))

    def readings(self) -> list[Reading]:
        """All that can be told now; a database that is away is told as such and hides nothing else."""
        found, began = self._of_the_database()
        now = datetime.now(UTC)
        found += self._host.readings(now)
        found += self._never(found, now - began) if began else ()
        return [*found, *self._late(found)]

    def _late(self, found: Sequence[Reading]) -> Iterator[Reading]:
        for one in found:
            if one.gauge is gauges.BACKUP_AGO:
                yield Reading(gauges.BACKUP_LATE, one.value - self._backups_last.total_seconds())

    def _never(self, found: Sequence[Reading], age: timedelta) -> Iterator[Reading]:
        """What ought to happen and never did has been missing for as long as there is a journal."""
        told = {one.gauge for one in found}
        for gauge in self._due:
            if gauge not in told:
                yield Reading(gauge, max(0.0, age.total_seconds()))

    def _of_the_database(self) -> tuple[list[Reading], datetime | None]:
        try:
            with self._database.reading() as session:
                found, began = stored(session, self._database.now(session)), journal.began(session)
        except SQLAlchemyError as error:
            log.error(f"database:{trouble(error)}", error=type(error).__name__)
            return [Reading(gauges.DATABASE, False)], None
        return [Reading(gauges.DATABASE, True), *found], began
