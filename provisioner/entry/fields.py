"""A field of a paper, declared once: its column, how it is read, when it is asked for and how it is shown as typed.

The declaration drives the form, the reading, the copying into the row, the previews and the journal of corrections.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Any, Generic, TypeVar, cast

from sqlalchemy.orm import InstrumentedAttribute

from provisioner.entry.reader import Reader
from provisioner.entry.texts import Rule, one_line

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Row = Any
"""A row of the table that has the field's column, or of one that inherits it."""


class Control(Enum):
    """How a field is filled in."""

    TEXT = auto()
    AREA = auto()
    DAY = auto()
    CHOICE = auto()
    YES_NO = auto()


@dataclass(frozen=True)
class Given:
    """Another field holds a certain answer."""

    field: "Field[Any]"
    answer: StrEnum

    def holds(self, values: "Values") -> bool:
        """Whether it does."""
        return values[self.field] is self.answer


@dataclass(frozen=True, eq=False)
class Field(Generic[T]):
    """One field. `required` and `asked` may hang on the answer to a field before it; `foretells` drives the preview."""

    column: InstrumentedAttribute[T]
    control: Control
    read: Callable[[Reader, str, bool], T]
    typed: Callable[[T], str]
    empty: T
    required: Given | bool = False
    asked: Given | None = None
    choices: type[StrEnum] | None = None
    repeated: bool = False
    foretells: bool = False

    @property
    def name(self) -> str:
        """The name of the column, of the control and of what is posted."""
        return self.column.key

    def of(self, row: Row) -> T:
        """What the row holds."""
        return cast(T, self.column.__get__(row, type(row)))

    def put(self, row: Row, value: T) -> None:
        """Write it into the row."""
        self.column.__set__(row, value)


class Values:
    """What was read of a paper, by field."""

    def __init__(self, values: Mapping[Field[Any], Any]) -> None:
        self._values = values

    def __getitem__(self, field: Field[T]) -> T:
        """The value of a field, as its column has it."""
        return cast(T, self._values[field])

    def write(self, row: Row) -> None:
        """Take everything over into the row."""
        for field, value in self._values.items():
            field.put(row, value)

    def changed(self, row: Row) -> list[str]:
        """The names of the fields in which the row says something else."""
        return [field.name for field, value in self._values.items() if field.of(row) != value]


def read_values(reader: Reader, fields: Iterable[Field[Any]]) -> Values:
    """Read one field after another; what is not asked for stays empty, what is wrong is noted by the reader."""
    read: dict[Field[Any], Any] = {}
    values = Values(read)
    for field in fields:
        if field.asked and not field.asked.holds(values):
            read[field] = field.empty
            continue
        required = field.required.holds(values) if isinstance(field.required, Given) else field.required
        read[field] = field.read(reader, field.name, required)
        if field.repeated:
            reader.repeated(field.name, bool(read[field]))
    return values


def text(column: InstrumentedAttribute[str], rule: Rule = one_line, **more: Any) -> Field[str]:
    """A line of text as long as its column."""
    longest = _length(column)
    return Field(
        column,
        Control.TEXT,
        lambda read, name, required: read.text(name, longest, required=required, rule=rule),
        str,
        "",
        **more,
    )


def area(column: InstrumentedAttribute[str], longest: int, rule: Rule, **more: Any) -> Field[str]:
    """Text over several lines."""
    return Field(
        column,
        Control.AREA,
        lambda read, name, required: read.text(name, longest, required=required, rule=rule),
        str,
        "",
        **more,
    )


def identifier(
    column: InstrumentedAttribute[str], normal: Callable[[str], str], typed: Callable[[str], str] = str, **more: Any
) -> Field[str]:
    """A number or address that has one form, however it was typed."""
    return Field(
        column,
        Control.TEXT,
        lambda read, name, required: read.number(name, normal, required=required),
        typed,
        "",
        **more,
    )


def choice(column: InstrumentedAttribute[E], enum: type[E], fallback: E, **more: Any) -> Field[E]:
    """One of a closed list; the fallback stands in where none was chosen."""
    return Field(
        column,
        Control.CHOICE,
        lambda read, name, _: read.choice(name, enum, fallback),
        lambda one: one.value,
        fallback,
        choices=enum,
        **more,
    )


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
        **more,
    )


def optional_day(column: InstrumentedAttribute[date | None], **more: Any) -> Field[date | None]:
    """A day that is not in the future, where there is one."""
    return Field(
        column, Control.DAY, lambda read, name, required: read.day(name, required=required), plain_day, None, **more
    )  # fmt: skip


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
