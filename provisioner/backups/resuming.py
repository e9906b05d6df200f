"""A restored desk goes on: settled, compared with Keycloak, and only then the worker is let go."""

from provisioner.agreement import nightly
from provisioner.agreement.comparison import Report, compare_all
from provisioner.backups.settling import settle
from provisioner.backups.waiting import release
from provisioner.database import Database
from provisioner.outside.observation import MemberReader


def compare(database: Database, reader: MemberReader) -> Report:
    """See what differs, once whoever came back is erased again; nothing else is changed.

    Raises what `settle` raises, TransientError.
    """
    settle(database)
    return compare_all(database, reader)


def go_on(database: Database) -> bool:
    """Let the worker go, which first of all compares everything and notes what differs; tells whether it had waited.

    Raises what `settle` raises.
    """
    settle(database)
    with database.transaction() as session:
        now = database.now(session)
        waited = release(session, at=now)
        if waited:
            nightly.ask(session, now=now)
    return waited
