"""Opening the database for a command: the data folder exists, the schema is the newest."""

from datetime import UTC, datetime
from pathlib import Path

import click
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from provisioner import journal, privacy
from provisioner.database import Database
from provisioner.database.engine import PATIENCE_SECONDS
from provisioner.database.rights import is_not_allowed
from provisioner.database.standing import UNKNOWN, WORKS, Standing, revision_of, stands
from provisioner.logins import Practice
from provisioner.migrations.tables import METADATA as METADATA
from provisioner.settings import PREFIX, Settings, SettingsError

log = structlog.get_logger()
NOTHING_GRANTED = (
    f"{PREFIX}DATABASE_URL: PostgreSQL lets that role see no table: run `provisioner migrate` with "
    f"{PREFIX}OWNER_DATABASE_URL, which grants what is needed"
)


def connect(settings: Settings, patience: float = PATIENCE_SECONDS) -> Database:
    """The database as it is, its folder made if need be; writers wait `patience` seconds for each other.

    It is closed when the command that opened it ends. Raises SettingsError when its folder cannot be made.
    """
    if settings.database.startswith("sqlite"):
        _make_folder(settings.data_dir)
    return _opened(Database(settings.database, patience, journal.keeping(settings) | privacy.keeping(settings)))


def connect_as_owner(settings: Settings) -> Database:
    """The same for a command that changes the tables themselves; nothing is recorded through it."""
    return _opened(Database(settings.owner_database_url)) if settings.owner_database_url else connect(settings)


def _opened(database: Database) -> Database:
    if command := click.get_current_context(silent=True):
        command.call_on_close(database.close)
    return database


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"{PREFIX}DATA_DIR: {error.strerror}: {folder}") from None


def open_database(settings: Settings) -> Database:
    """The database at the newest schema, or at a later one that takes nothing from this program, which is said.

    Raises SettingsError when `provisioner migrate` has not been run, or a later version's was that takes something.
    """
    database = connect(settings)
    standing = _standing(database)
    if standing not in WORKS:
        raise SettingsError(unfit(database, standing))
    if standing is Standing.AHEAD:
        _say(ahead(database))
    return database


def _standing(database: Database) -> Standing:
    try:
        return stands(database)
    except SQLAlchemyError as error:
        if is_not_allowed(error):
            raise SettingsError(NOTHING_GRANTED) from None
        raise


def unfit(database: Database, standing: Standing) -> str:
    """What is said of a schema on which this program cannot work."""
    if standing is Standing.BEYOND:
        return f"The database is of version {revision_of(database)}, {UNKNOWN}."
    return "The database is not at the newest schema: run `provisioner migrate`."


def ahead(database: Database) -> str:
    """What is said of one that a later version migrated."""
    return (
        f"The database is of the later version {revision_of(database)}, which takes nothing from this one: it goes on."
    )


def _say(text: str) -> None:
    """In the log of a service; of a command beside what it prints."""
    if structlog.is_configured():
        log.warning(text)
    else:
        click.echo(text, err=True)


def open_journal(settings: Settings) -> Database:
    """The same for a process that writes: the journal is sealed from now on if it was not.

    Raises SettingsError also when the journal's key is not set, or the keys are not those it was sealed with.
    """
    settings.require("journal_key")
    database = open_database(settings)
    with database.transaction() as session:
        refuse_misfit(session)
        journal.begin(session, at=datetime.now(UTC))
    return database


def refuse_misfit(session: Session) -> None:
    """Raises SettingsError where a key of the journal is not known, or one that is set is not the journal's."""
    given = journal.given_to(session)
    if given and (wrong := journal.misfit(session, given)):
        raise SettingsError(wrong)


def practice(settings: Settings) -> Practice:
    """How this utility numbers its customers and makes logins."""
    return Practice(settings.customer_number_pattern, settings.login_scheme)
