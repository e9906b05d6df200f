"""What a database refuses by itself, as a set of sentences that can be compared: triggers, checks, keys, indexes."""

import re

import sqlalchemy as sa

from provisioner.database import Database

OF_SQLITE = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
OF_POSTGRESQL = (
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
)


def guards(database: Database) -> set[str]:
    """Every rule of the schema in its database's own words."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            found = [row[0] for query in OF_POSTGRESQL for row in connection.execute(sa.text(query))]
        else:
            found = [" ".join(row) for row in connection.execute(sa.text(OF_SQLITE))] + _of_tables(connection)
    assert found, "a database without any rule was compared"
    return {re.sub(r"\s*([()])\s*", r"\1", re.sub(r"\s+", " ", text)).strip() for text in found}


def _of_tables(connection: sa.Connection) -> list[str]:
    """SQLite keeps these in the text of CREATE TABLE, which differs in spelling after a rebuild."""
    inspector, found = sa.inspect(connection), []
    for table in inspector.get_table_names():
        checks = inspector.get_check_constraints(table)
        found += [f"{table} CHECK {check['name']} {check['sqltext']}" for check in checks]
        found += [
            f"{table} UNIQUE {key['name']} {key['column_names']}" for key in inspector.get_unique_constraints(table)
        ]
        for key in inspector.get_foreign_keys(table):
            to = f"{key['referred_table']} {key['referred_columns']} {sorted(key['options'].items())}"
            found.append(f"{table} REFERENCES {key['name']} {key['constrained_columns']} {to}")
        found += [f"{table} COLUMN {column['name']} {column['nullable']}" for column in inspector.get_columns(table)]
    return found
