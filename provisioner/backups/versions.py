"""Of which versions the servers were that wrote a backup, and whether what is here can read it."""

import re

import sqlalchemy as sa

from provisioner.backups.errors import BackupRefused
from provisioner.backups.manifest import Manifest
from provisioner.backups.postgres import connected
from provisioner.backups.programs import version

MIGRATED = sa.table("migration_model", sa.column("version", sa.String()), sa.column("update_time", sa.BigInteger()))
"""Where Keycloak notes which of its versions has migrated its database."""


def of_server(connection: sa.Connection) -> str:
    """What the database's server, or SQLite, says of itself."""
    return ".".join(map(str, connection.dialect.server_version_info or ()))


def of_keycloak(url: sa.URL) -> tuple[str, str]:
    """What Keycloak's database says of its server and of Keycloak, the second empty where none was started on it.

    Raises BackupRefused.
    """
    with connected(url) as connection:
        newest = sa.select(MIGRATED.c.version).order_by(MIGRATED.c.update_time.desc()).limit(1)
        known = sa.inspect(connection).has_table(MIGRATED.name)
        return of_server(connection), (connection.scalar(newest) or "") if known else ""


def programs_fit(said: Manifest, keycloak: bool) -> None:
    """An older pg_restore reads no dump of a newer server, nor Keycloak's where asked. Raises BackupRefused."""
    keycloaks = said.versions.keycloak_database if keycloak else ""
    for wrote in (said.versions.of_postgresql(said.database), keycloaks):
        if wrote:
            not_older(wrote, version("pg_restore"), "pg_restore here")


def not_older(wrote: str, found: str, what: str) -> None:
    """Whether what is here is of no older line than the server that wrote the backup, where that is known.

    Raises BackupRefused.
    """
    if wrote and found and _line(found) < _line(wrote):
        raise BackupRefused(
            f"the backup is of PostgreSQL {wrote}, which an older one cannot read, and {what} is of {found}: "
            f"install PostgreSQL {_line(wrote)} or newer"
        )


def _line(version: str) -> int:
    number = re.match(r"\d+", version)
    return int(number[0]) if number else 0
