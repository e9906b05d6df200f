"""Whether what is saved is on a second server, too."""

import sqlalchemy as sa

from provisioner.database.engine import Database


def unfollowed(database: Database) -> bool:
    """Whether the address names several servers, and none follows the one that takes changes."""
    url = database.engine.url
    if url.get_backend_name() != "postgresql":
        return False
    _, told = url.get_dialect()().create_connect_args(url)
    if "," not in str(told.get("host", "")):
        return False
    with database.reading() as session:
        # Who has no rights at the server learns that a row is there and nothing else of it.
        return not session.scalar(sa.text("SELECT count(*) FROM pg_stat_replication"))
