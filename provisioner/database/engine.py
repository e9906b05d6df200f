"""The engine with the settings both databases need, and the transaction that callers own."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

PATIENCE_SECONDS = 30.0
"""How long a writer waits for the others, unless whoever opened the database has less time."""
PATIENCE = "patience"
"""Under this name a connection to SQLite remembers what it was told last."""


class Database:
    """A place to keep things; `transaction()` is the only way in.

    A thread that holds a transaction is known by `in_transaction`, so that adapters can refuse to wait on the network
    inside one (P9).
    """

    def __init__(self, url: str, patience: float = PATIENCE_SECONDS, info: Mapping[str, object] | None = None) -> None:
        """`info` is what whoever opens it wants every session to carry along (`Session.info`)."""
        sqlite_file = url.startswith("sqlite")
        # Compiling a long statement (jit) takes PostgreSQL seconds, running it milliseconds; tables without statistics,
        # as on the first day, make it compile all the same.
        told = {} if sqlite_file else {"options": f"-c lock_timeout={int(patience * 1000)} -c jit=off"}
        made = sa.create_engine(url, pool_pre_ping=not sqlite_file, hide_parameters=True, connect_args=told)
        self.engine = made.execution_options(patience=patience)
        self._held = threading.local()
        self._info = dict(info or {})
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)

    @property
    def in_transaction(self) -> bool:
        """Whether the calling thread holds a transaction now."""
        return bool(getattr(self._held, "depth", 0))

    @contextmanager
    def transaction(self, patience: float | None = None) -> Iterator[Session]:
        """Read and write; commits at the end, or rolls everything back when anything is raised.

        Waits for other writers up to `patience` seconds, by default as long as this database was opened for. Raises
        OperationalError after that.
        """
        engine = self.engine if patience is None else self.engine.execution_options(patience=patience)
        with self._session(engine) as session, session.begin():
            if patience is not None and self.engine.dialect.name == "postgresql":
                session.execute(sa.select(sa.func.set_config("lock_timeout", f"{int(patience * 1000)}", True)))
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent state without holding up writers; nothing is ever written."""
        engine = self.engine.execution_options(reading=True)
        if self.engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with self._session(engine) as session:
            yield session
            if self.engine.dialect.name == "postgresql":
                # READ ONLY, and nothing left to write: it ends by COMMIT because psycopg forgets at a ROLLBACK what it
                # has prepared, and planning takes PostgreSQL longer than a page of the queue may take.
                session.expunge_all()
                _end_reading(session)

    @contextmanager
    def _session(self, engine: sa.Engine) -> Iterator[Session]:
        self._held.depth = getattr(self._held, "depth", 0) + 1
        try:
            with Session(engine, expire_on_commit=False, info=self._info) as session:
                yield session
        finally:
            self._held.depth -= 1

    def now(self, session: Session) -> datetime:
        """The database's clock, which all workers share; on SQLite that is this machine's."""
        if self.engine.dialect.name == "postgresql":
            moment: datetime = session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
            return moment.astimezone(UTC)
        return datetime.now(UTC)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _end_reading(session: Session) -> None:
    """What was read is read, also where the server goes in this moment."""
    try:
        session.commit()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred BEGIN that reads, then writes, fails at once when somebody else writes; two writers must wait instead.
    reading = connection.get_execution_options().get("reading", False)
    if reading:
        connection.exec_driver_sql("BEGIN")
        return
    seconds = connection.get_execution_options()["patience"]
    if connection.info.get(PATIENCE) != seconds:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(seconds * 1000)}")
        connection.info[PATIENCE] = seconds
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def lock(session: Session, rows: sa.Select[Any]) -> None:
    """Let nobody else change these rows until the transaction ends; on SQLite nobody else can write since it began."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(rows.with_for_update())


Upsert = postgresql.Insert | sqlite.Insert
"""An INSERT that can be told what to do about a row that is there; both databases have it, under one name each."""


def upsert(session: Session) -> Callable[[type[DeclarativeBase]], Upsert]:
    """The one of this session's database."""
    return postgresql.Insert if session.get_bind().dialect.name == "postgresql" else sqlite.Insert


def insert_or_update(session: Session, table: type[DeclarativeBase]) -> Upsert:
    """Such a statement for this table."""
    return upsert(session)(table)


def constraint_of(error: IntegrityError) -> str:
    """The broken constraint's name, or SQLite's `table.column` list, for telling one collision from another."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    return str(error.orig).rpartition(": ")[2]
