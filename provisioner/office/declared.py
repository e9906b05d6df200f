"""What a declaration says of a field: its kind, bounds, choices and default, for whoever asks people for its value."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel


class Kind(Enum):
    """How a value is given."""

    YES_NO = auto()
    NUMBER = auto()
    TEXT = auto()
    ONE_OF = auto()
    SOME_OF = auto()
    ROWS = auto()


@dataclass(frozen=True)
class Declared:
    """One field of a model; `least` and `most` bound a number, the length of a text, or how many are chosen."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    optional: bool = False
    least: int | None = None
    most: int | None = None


def declared(model: type[BaseModel], name: str) -> Declared:
    """The declaration of one field. Raises TypeError for a type that nobody is asked for yet."""
    field = model.model_fields[name]
    kind, choices, optional = _kind(field.annotation)

    def bound(*names: str) -> int | None:
        found = (getattr(one, name, None) for one in field.metadata for name in names)
        return next((one for one in found if one is not None), None)

    return Declared(name, kind, choices, optional, bound("ge", "min_length"), bound("le", "max_length"))


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...], bool]:
    if get_origin(annotation) is UnionType and NoneType in get_args(annotation):
        kind, choices, _ = _kind(next(one for one in get_args(annotation) if one is not NoneType))
        return kind, choices, True
    plain = {bool: Kind.YES_NO, int: Kind.NUMBER, str: Kind.TEXT}
    if annotation in plain:
        return plain[annotation], (), False
    if get_origin(annotation) is Literal:
        return Kind.ONE_OF, get_args(annotation), False
    if get_origin(annotation) is tuple:
        return *_of_many(get_args(annotation)[0]), False
    raise TypeError(f"nobody is asked for {annotation}")


def _of_many(one: Any) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(one) is Literal:
        return Kind.SOME_OF, get_args(one)
    if isinstance(one, type) and issubclass(one, StrEnum):
        return Kind.SOME_OF, tuple(one)
    return Kind.ROWS, ()
