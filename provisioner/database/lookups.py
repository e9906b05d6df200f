"""A condition that leads to an index on both databases."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def among(column: sa.SQLColumnExpression[str], words: sa.Select[str]) -> sa.ColumnElement[bool]:
    """`column IN (words)`, each of them looked up in the index of the column.

    PostgreSQL takes them for many more than they are, and would rather read the whole table than look them up.
    """
    condition: sa.ColumnElement[bool] = column.op("IN", is_comparison=True)(_Listed(words.scalar_subquery()))
    return condition


class _Listed(FunctionElement[str]):
    """A subquery which on PostgreSQL is a list of unknown length: the planner thinks of ten words then."""

    inherit_cache = True


@compiles(_Listed)
def _plain(element: _Listed, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(*element.clauses, **how)


@compiles(_Listed, "postgresql")
def _unnested(element: _Listed, compiler: SQLCompiler, **how: Any) -> str:
    return f"(SELECT unnest(ARRAY {compiler.process(*element.clauses, **how)}))"
