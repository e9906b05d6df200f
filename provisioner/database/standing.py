"""Which version of the schema a database holds, and whether this program may work on it."""

from enum import Enum, auto
from importlib.resources import files

import sqlalchemy as sa
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from provisioner.database.engine import Database
from provisioner.database.tables import SchemaReach


class Standing(Enum):
    """How the schema of a database stands to this program."""

    NEWEST = auto()
    BEHIND = auto()
    """`migrate` brings it to the newest."""
    AHEAD = auto()
    """A later version migrated it, and took nothing of what this program reads and writes."""
    BEYOND = auto()
    """A later version took something, or it is not ours."""


WORKS = frozenset({Standing.NEWEST, Standing.AHEAD})
UNKNOWN = "which this program does not know and cannot work on: install the version that migrated it"


def stands(database: Database) -> Standing:
    """Whether this program may work on the database; asking holds up no writer."""
    found = revision_of(database)
    if found == _known().get_current_head():
        return Standing.NEWEST
    if not found or is_known(found):
        return Standing.BEHIND
    return Standing.AHEAD if is_known(_reach(database)) else Standing.BEYOND


def is_current(database: Database) -> bool:
    """Whether the database holds the newest schema that this program knows."""
    return stands(database) is Standing.NEWEST


def is_known(revision: str) -> bool:
    """Whether this program knows the version: it is the newest one or one of those before it."""
    return revision in {one.revision for one in _known().walk_revisions()}


def revision_of(database: Database) -> str:
    """The version the database holds; empty where it holds none."""
    with database.engine.execution_options(reading=True).connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        return MigrationContext.configure(connection).get_current_revision() or ""


def _reach(database: Database) -> str:
    """What a later version left word of; nothing where it could not."""
    with database.engine.execution_options(reading=True).connect() as connection:
        if not sa.inspect(connection).has_table(SchemaReach.__tablename__):
            return ""
        return connection.scalar(sa.select(SchemaReach.oldest)) or ""


def pending(known: str) -> list[tuple[str, str]]:
    """What `migrate` would do to a database of this version: each step and what it brings, in order."""
    steps = list(_known().iterate_revisions("head", known or "base"))
    return [(one.revision, (one.doc or "").rstrip(".")) for one in reversed(steps) if one.revision != known]


def scripts() -> Config:
    """Alembic, pointed at the migrations."""
    config = Config()
    config.set_main_option("script_location", str(files("provisioner") / "migrations"))
    return config


def _known() -> ScriptDirectory:
    return ScriptDirectory.from_config(scripts())
