"""Alembic's way in: the connection is given by `database.schema`, never read from a file."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from provisioner.database.columns import Utc
from provisioner.migrations.steps import limit_waiting
from provisioner.migrations.tables import METADATA
from provisioner.migrations.takes import note_reach


def render(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:  # noqa: ARG001
    """Write our UTC type as the plain column type it is, so that a migration needs none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    limit_waiting(connection, context.config.attributes["lock_seconds"])
    context.run_migrations()
    note_reach(connection, context.get_context().get_current_revision())
