"""One engine and one `transaction()` for web, worker and commands, on SQLite and PostgreSQL."""

from provisioner.database.engine import Database, constraint_of, insert_or_update

__all__ = ["Database", "constraint_of", "insert_or_update"]
