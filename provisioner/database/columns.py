"""The base of all tables: named constraints, UTC times, states as checked text."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

T = TypeVar("T")
Told: TypeAlias = T | sa.BindParameter[T]
"""What a statement is put together with: the value, or the place of one that is told each time it is asked."""


class Base(DeclarativeBase):
    """All tables share one naming convention, so that a broken constraint is known by name on both databases."""

    metadata = sa.MetaData(naming_convention=NAMES)


class Utc(sa.TypeDecorator[datetime]):
    """A moment in UTC; refuses naive values on the way in and gives aware ones back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a moment without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """SQLite forgets the zone; what was stored is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(enum: type[StrEnum], name: str, length: int = 32) -> sa.Enum:
    """A text column that holds only the values of `enum`, by a CHECK named `name`."""
    return sa.Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


class OpenChoice(sa.TypeDecorator[StrEnum]):
    """A text column whose values the code knows as an enumeration; the database takes any.

    So a new value needs no migration, and one that this version does not know (an older desk beside a newer one, an
    event that is written no more) is read as a plain text.
    """

    impl = sa.String
    cache_ok = True

    def __init__(self, enum: type[StrEnum], length: int) -> None:
        super().__init__(length)
        self._known = enum

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:  # noqa: ARG002
        """The member, or the text that is none."""
        return self._known(value) if value in set(self._known) else value


Json = dict[str, Any]
