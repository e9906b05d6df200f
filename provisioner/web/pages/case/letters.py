"""The letters of one case, on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.post.listing import of_case
from provisioner.post.tables import SentLetter
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.office.post import came_back, left
from provisioner.web.words.terms import word


@dataclass(frozen=True)
class LetterRow:
    """A letter that left; `open` while its return waits for somebody, `returnable` as long as none is noted."""

    letter_id: UUID
    what: str
    copy: int
    left: str
    back: str
    open: bool
    outcome: str
    returnable: bool


@dataclass(frozen=True)
class LetterCard:
    """What has left, and whether this person may print what is owed."""

    case_id: UUID
    rows: Sequence[LetterRow]
    printable: bool
    may: bool


def letter_card(db: Session, case_id: UUID, person: Me, *, owes: bool) -> LetterCard | None:
    """The card; None where nothing has left and nothing is owed."""
    rows, may = [_row(one) for one in of_case(db, case_id)], person.may(Action.SEND_LETTERS)
    return LetterCard(case_id, rows, owes and may, may) if rows or (owes and may) else None


def _row(one: SentLetter) -> LetterRow:
    back = came_back(one)
    return LetterRow(
        one.id, word(one.kind), one.copy, left(one), back, bool(back) and one.settled_at is None, one.outcome, not back
    )
