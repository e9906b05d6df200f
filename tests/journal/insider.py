"""Somebody who may do everything with the database: no trigger and no foreign key stands in the way."""

from provisioner.database import Database
from provisioner.journal.canonical import link
from provisioner.journal.stored import pages
from tests.databases import everything


def insider(database: Database, *statements: str) -> None:
    """Run these in one transaction, past every promise of the database."""
    with everything(database).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA foreign_keys=OFF")
            for (trigger,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                cursor.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = origin")
            connection.commit()


def chained_anew(database: Database, start: int) -> list[str]:
    """What somebody who read our source would write to make the chain fit again from a position on, without the key."""
    with database.reading() as session:
        lines = [line for page in pages(session) for line in page.lines]
    last = lines[start - 2].hash if start > 1 else "0" * 64
    said = []
    for line in lines[start - 1 :]:
        assert line.content is not None
        own = link(last, line.content.digest)
        said.append(f"UPDATE audit_seal SET previous = '{last}', hash = '{own}' WHERE position = {line.position}")
        last = own
    return [*said, f"UPDATE audit_head SET hash = '{last}'"]
