"""Programs of PostgreSQL in front of the real ones, and statements typed into its databases."""

from pathlib import Path

import pytest
import sqlalchemy as sa


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    """What a statement gives, carried out."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        done = connection.exec_driver_sql(statement)
        return [tuple(row) for row in done] if done.returns_rows else []


def tables(url: str) -> list[tuple[object, ...]]:
    """The names of what is in it."""
    return run(url, "SELECT relname FROM pg_stat_user_tables ORDER BY relname")


def in_front(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of this name that is found before the real one."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\nPATH=${{PATH#*:}}\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
