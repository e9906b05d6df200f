"""What stands against an approval."""

from dataclasses import dataclass
from enum import StrEnum


class HindranceKind(StrEnum):
    """Why an application cannot be approved."""

    CLAUSE_REFUSED = "clause_refused"
    CLAUSE_ILLEGIBLE = "clause_illegible"
    REGULAMIN_UNSIGNED = "regulamin_unsigned"
    COPY_NOT_HANDED = "copy_not_handed"


@dataclass(frozen=True)
class Hindrance:
    """One reason against approval; `clause` is the clause's number on the paper where the reason is a clause."""

    kind: HindranceKind
    clause: int | None = None
