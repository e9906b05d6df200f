"""Alembic's way in: the connection is given by `database.schema`, never read from a file."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy import VARCHAR, String

from provisioner.database.columns import Utc
from provisioner.migrations.steps import limit_waiting
from provisioner.migrations.tables import METADATA
from provisioner.migrations.takes import note_reach


def render(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:  # noqa: ARG001
    """Write our UTC type as the plain column type it is, so that a migration needs none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


def differs(migrating: MigrationContext, *columns_and_types: object) -> bool | None:
    """Whether a column's type is another than declared; None leaves it to alembic. SQLite keeps no length of a text."""
    texts = all(type(one) in (String, VARCHAR) for one in columns_and_types[-2:])
    return False if migrating.dialect.name == "sqlite" and texts else None


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=render,
    compare_type=differs,
    transactional_ddl=True,
)
with context.begin_transaction():
    limit_waiting(connection, context.config.attributes["lock_seconds"])
    context.run_migrations()
    note_reach(connection, context.get_context().get_current_revision())
