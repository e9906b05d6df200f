"""On PostgreSQL: what the role of the running desk may do where another one owns the tables, and whether one does."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

NOT_ALLOWED, NO_SUCH_ROLE = "42501", "42704"
"""PostgreSQL's codes for what a role may not do, and for one that is not there."""
ALL = "SELECT, INSERT, UPDATE, DELETE"
LESS: Mapping[str, str] = {
    "alembic_version": "SELECT",
    "schema_reach": "SELECT",
    "audit_entry": "SELECT, INSERT",
    "audit_seal": "SELECT, INSERT",
    "audit_value": "SELECT, INSERT, DELETE",
    "erasure": "SELECT, INSERT",
    "erased_object": "SELECT, INSERT",
}
"""What only grows, or changes with the schema alone; of every other table this role may do all that is done to rows."""

# By the catalogue, because a restored database may be of a schema before some of the tables. Nobody may make temporary
# tables: one by the name of ours would be what the triggers read.
GRANTING = """
DO $rights$
DECLARE
  desk CONSTANT text := {role};
  one record;
BEGIN
  IF EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND NOT pg_has_role(datdba, 'USAGE')
             UNION ALL SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
             AND relkind IN ('r', 'p', 'S') AND NOT pg_has_role(relowner, 'USAGE')) THEN
    RAISE EXCEPTION 'the database and its tables do not belong to %', current_user USING ERRCODE = '{code}';
  END IF;
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC, %I', current_database(), desk);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), desk);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM PUBLIC, %I', desk);
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', desk);
  FOR one IN
    SELECT format('%s public.%I', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname) AS place,
           CASE relkind WHEN 'S' THEN 'USAGE, SELECT' ELSE coalesce(rights, '{all}') END AS granted
    FROM pg_class LEFT JOIN (VALUES {less}) AS less (name, rights) ON name = relname
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S') ORDER BY relname
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, %I', one.place, desk);
    EXECUTE format('GRANT %s ON %s TO %I', one.granted, one.place, desk);
  END LOOP;
END $rights$"""
OWNS = sa.text("""
SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
               AND pg_has_role(relowner, 'MEMBER')
               UNION ALL SELECT FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER')
               UNION ALL SELECT FROM pg_namespace WHERE nspname = 'public' AND pg_has_role(nspowner, 'MEMBER')
               UNION ALL SELECT FROM pg_proc WHERE pronamespace = 'public'::regnamespace
               AND pg_has_role(proowner, 'MEMBER')
               UNION ALL SELECT FROM pg_roles WHERE rolname = current_user AND rolcreaterole)""")
"""Whoever owns the schema, as the database's owner does, can drop it with all that is in it; whoever owns a function,
the triggers that call it; and whoever makes roles can take on the owner's."""


def granting(role: str) -> str:
    """The statement by which the owner gives the running desk's role exactly what it needs; safe to repeat."""
    less = ", ".join(f"({_text(name)}, {_text(rights)})" for name, rights in LESS.items())
    return GRANTING.format(role=_text(role), code=NOT_ALLOWED, all=ALL, less=less)


def grant(connection: sa.Connection, role: str) -> None:
    """Give it to that role in the transaction of whoever owns the tables."""
    connection.exec_driver_sql(granting(role), execution_options={"no_parameters": True})


def owns(session: Session) -> bool:
    """Whether whoever asks could take the triggers away: something is theirs, or of a role they can take on."""
    return session.get_bind().dialect.name == "postgresql" and bool(session.scalar(OWNS))


def is_not_allowed(error: SQLAlchemyError) -> bool:
    """Whether it is PostgreSQL's refusal of something the role has no right to."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) == NOT_ALLOWED


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
