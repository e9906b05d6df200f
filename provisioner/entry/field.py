"""A field of a paper, declared once: its column, how it is read, when it is asked for and how it is shown as typed.

The declaration drives the form, the reading, the copying into the row, the previews and the journal of corrections.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any, Generic, TypeVar, cast

from sqlalchemy.orm import InstrumentedAttribute

from provisioner.entry.reader import Reader

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Row = Any
"""A row of the table that has the field's column, or of one that inherits it."""


class Control(Enum):
    """How a field is filled in."""

    TEXT = auto()
    AREA = auto()
    DAY = auto()
    HOUR = auto()
    CHOICE = auto()
    YES_NO = auto()
    LISTED = auto()
    """One of a list that the office keeps."""


@dataclass(frozen=True)
class Given:
    """Another field holds a certain answer."""

    field: "Field[Any]"
    answer: StrEnum

    @property
    def answers(self) -> tuple[StrEnum, ...]:
        """The answers that will do."""
        return (self.answer,)

    def holds(self, values: "Values") -> bool:
        """Whether it does."""
        return values[self.field] in self.answers


class Unless(Given):
    """Another field holds any but this answer."""

    @property
    def answers(self) -> tuple[StrEnum, ...]:
        """All but this one."""
        return tuple(one for one in self.field.choices if one is not self.answer)


@dataclass(frozen=True, eq=False)
class Field(Generic[T]):
    """One field. `required` and `asked` may hang on the answer to a field before it; `foretells` drives the preview.

    `setting` names the office's setting without which the field is on no paper. One that is `sealed` has no column
    in the row itself, so it says how it is `named`; it is never read back, and a mask stands for it.
    """

    column: InstrumentedAttribute[T]
    control: Control
    read: Callable[[Reader, str, bool], T]
    typed: Callable[[T], str]
    empty: T
    required: Given | bool = False
    asked: Given | None = None
    choices: tuple[StrEnum, ...] = ()
    repeated: bool = False
    foretells: bool = False
    setting: str = ""
    sealed: bool = False
    named: str = ""

    @property
    def name(self) -> str:
        """The name of the column, of the control and of what is posted."""
        return self.named or self.column.key

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

    @property
    def sealed(self) -> dict[str, str]:
        """What was read in sealed fields, by their names; it never goes into the row itself."""
        return {field.name: value for field, value in self._values.items() if field.sealed}

    def write(self, row: Row) -> None:
        """Take everything over into the row, but for what is sealed."""
        for field, value in self._values.items():
            if not field.sealed:
                field.put(row, value)

    def changed(self, row: Row) -> dict[str, tuple[str, str]]:
        """What the row and these values say, as typed, by the names of the fields in which they differ."""
        return {
            field.name: (_typed(field, field.of(row)), _typed(field, value))
            for field, value in self._values.items()
            if not field.sealed and field.of(row) != value
        }


def _typed(field: Field[Any], value: Any) -> str:
    return "" if value is None else field.typed(value)


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
