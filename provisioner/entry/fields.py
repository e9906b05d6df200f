"""The kinds of fields there are: one function each, given the column and what is special."""

from collections.abc import Callable, Iterable
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import InstrumentedAttribute

from provisioner.entry.field import Control, Field
from provisioner.entry.masks import is_mask
from provisioner.entry.reader import Reader
from provisioner.entry.texts import Rule, on_one_line, one_line
from provisioner.identifiers import is_abroad, normal_foreign_postcode, normal_postcode

E = TypeVar("E", bound=StrEnum)


def text(
    column: InstrumentedAttribute[str],
    rule: Rule = one_line,
    *,
    tidy: Callable[[str], str] = on_one_line,
    excusable: bool = False,
    **more: Any,
) -> Field[str]:
    """A line of text as long as its column; whether one that is `excusable` may be left empty is asked elsewhere."""
    longest = _length(column)
    return Field(
        column,
        Control.TEXT,
        lambda read, name, required: read.text(
            name, longest, required=required and not excusable, rule=rule, tidy=tidy
        ),
        str,
        "",
        **more,
    )


def area(column: InstrumentedAttribute[str], longest: int, **more: Any) -> Field[str]:
    """Text over several lines."""
    return Field(
        column,
        Control.AREA,
        lambda read, name, required: read.lines(name, longest, required=required),
        str,
        "",
        **more,
    )


def identifier(
    column: InstrumentedAttribute[str],
    normal: Callable[[str], str],
    typed: Callable[[str], str] = str,
    *,
    excusable: bool = False,
    **more: Any,
) -> Field[str]:
    """A number or address that has one form, however it was typed; `excusable` as for a text."""
    return Field(
        column,
        Control.TEXT,
        lambda read, name, required: read.number(name, normal, required=required and not excusable),
        typed,
        "",
        **more,
    )


def sealed(
    column: InstrumentedAttribute[Any], named: str, normal: Callable[[str, date], str], *, setting: str, **more: Any
) -> Field[str]:
    """A number that is kept sealed in `column` of a row of its own; a mask says that it stays as it is recorded."""

    def read(reader: Reader, name: str, required: bool) -> str:
        return reader.number(
            name, lambda text: text if is_mask(text) else normal(text, reader.today), required=required
        )

    return Field(column, Control.TEXT, read, str, "", setting=setting, sealed=True, named=named, **more)


def postcode(column: InstrumentedAttribute[str], country: Field[str], **more: Any) -> Field[str]:
    """A postcode as it is written in the country of the address; some countries have none."""

    def read(reader: Reader, name: str, required: bool) -> str:
        if is_abroad(reader.raw.get(country.name, "")):
            return reader.number(name, normal_foreign_postcode, required=False)
        return reader.number(name, normal_postcode, required=required)

    return Field(column, Control.TEXT, read, str, "", **more)


def choice(
    column: InstrumentedAttribute[E], enum: type[E], fallback: E, *, among: Iterable[E] | None = None, **more: Any
) -> Field[E]:
    """One of a closed list, or of those `among` it; the fallback stands in where none was chosen."""
    offered = tuple(among or enum)
    return Field(
        column,
        Control.CHOICE,
        lambda read, name, _: read.choice(name, offered, fallback),
        lambda one: one.value,
        fallback,
        choices=offered,
        **more,
    )


def optional_choice(column: InstrumentedAttribute[E | None], enum: type[E], **more: Any) -> Field[E | None]:
    """One of a closed list, or none of it."""
    fallback = next(iter(enum))
    return Field(
        column,
        Control.CHOICE,
        lambda read, name, _: read.choice(name, enum, fallback) if read.raw.get(name) else None,
        lambda one: one.value if one else "",
        None,
        choices=tuple(enum),
        **more,
    )


def listed(column: InstrumentedAttribute[str], *, setting: str, **more: Any) -> Field[str]:
    """One of a list that the office keeps in a setting; whether it is in it is asked of the whole form."""
    longest = _length(column)
    return Field(
        column, Control.LISTED, lambda read, name, required: read.text(name, longest, required=required), str, "",
        required=True, setting=setting, **more,
    )  # fmt: skip


def customer_number(column: InstrumentedAttribute[str], **more: Any) -> Field[str]:
    """The customer's number in the shape this utility gives it."""
    return Field(
        column,
        Control.TEXT,
        lambda read, name, required: read.number(name, read.customer_number, required=required),
        str,
        "",
        **more,
    )


def day(column: InstrumentedAttribute[date], **more: Any) -> Field[date]:
    """A day that must be given and is not in the future; today stands in where it is missing or wrong."""
    return Field(
        column,
        Control.DAY,
        lambda read, name, _: read.day(name, required=True) or read.today,
        plain_day,
        date.min,
        required=True,
        **more,
    )


def optional_day(column: InstrumentedAttribute[date | None], **more: Any) -> Field[date | None]:
    """A day that is not in the future, where there is one."""
    return Field(
        column, Control.DAY, lambda read, name, required: read.day(name, required=required), plain_day, None, **more
    )  # fmt: skip


def coming_day(column: InstrumentedAttribute[date | None], **more: Any) -> Field[date | None]:
    """A day that may lie ahead, where there is one."""
    return Field(
        column,
        Control.DAY,
        lambda read, name, required: read.day(name, required=required, coming=True),
        plain_day,
        None,
        **more,
    )


def hour(column: InstrumentedAttribute[time | None], **more: Any) -> Field[time | None]:
    """An hour of the day, where it is known."""
    return Field(
        column, Control.HOUR, lambda read, name, _: read.hour(name), lambda at: f"{at:%H:%M}" if at else "", None,
        **more,
    )  # fmt: skip


def final_day(column: InstrumentedAttribute[date | None], **more: Any) -> Field[date | None]:
    """The last day of something that may last for years, or be over already; empty where no end is known."""
    return Field(column, Control.DAY, lambda read, name, _: read.final_day(name), plain_day, None, **more)


def yes_no(column: InstrumentedAttribute[bool], **more: Any) -> Field[bool]:
    """An answer yes or no that must be given."""
    return Field(
        column,
        Control.YES_NO,
        lambda read, name, _: read.yes_or_no(name),
        lambda yes: "yes" if yes else "no",
        False,
        **more,
    )


def plain_day(on: date | None) -> str:
    """`27.11.2026`, as it is typed."""
    return f"{on:%d.%m.%Y}" if on else ""


def _length(column: InstrumentedAttribute[str]) -> int:
    length: int = column.type.length
    return length
