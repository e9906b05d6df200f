"""One engine and one `transaction()` for web, worker and commands, on SQLite and PostgreSQL."""

from provisioner.database.engine import Database, Upsert, constraint_of, insert_or_update, lock, upsert

__all__ = ["Database", "Upsert", "constraint_of", "insert_or_update", "lock", "upsert"]
