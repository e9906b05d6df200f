"""The schema to its newest version, and whether it is there."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from provisioner.database.engine import Database


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("provisioner") / "migrations"))
    config.attributes["engine"] = database.engine
    return config


def migrate(database: Database) -> str:
    """Bring the schema to the newest version; gives its name. Safe to repeat."""
    config = _config(database)
    command.upgrade(config, "head")
    return str(ScriptDirectory.from_config(config).get_current_head())


def is_current(database: Database) -> bool:
    """Whether the database holds the newest schema; asking holds up no writer."""
    head = ScriptDirectory.from_config(_config(database)).get_current_head()
    with database.engine.execution_options(reading=True).connect() as connection:
        return sa.inspect(connection).has_table("alembic_version") and (
            MigrationContext.configure(connection).get_current_revision() == head
        )
