"""The letters of one case, on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from provisioner.cases.letters.rules import OFFERED, MailState, kind_of
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.tables import Case
from provisioner.post.address import address, to_compare
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
    """What has left, and whether this person may print what is owed, or `offered`, by its name; `address` is where it
    may go by mail, if so, once it is `compared` with the mail by which the paper came.
    """

    case_id: UUID
    rows: Sequence[LetterRow]
    printable: bool
    offered: str
    may: bool
    address: str
    compared: bool


def letter_card(case: Case, person: Me, *, writes: bool) -> LetterCard | None:
    """The card; None where nothing has left and there is nothing that the case `writes`."""
    found, may = case.letters, person.may(Action.SEND_LETTERS)
    printable = writes and may
    if not found and not printable:
        return None
    to = address(case) if printable else ""
    mailed = any(one.mail is MailState.WAITING for one in found)
    rows = [_row(one) for one in found]
    offered = _offered(case) if printable else ""
    return LetterCard(case.id, rows, printable, offered, may, "" if mailed else to, to_compare(case))


def _offered(case: Case) -> str:
    kind = kind_of(case.purpose, case.status)
    return word(kind) if kind in OFFERED else ""


def _row(one: SentLetter) -> LetterRow:
    back = came_back(one)
    return LetterRow(
        one.id,
        word(one.kind),
        one.copy,
        left(one),
        back,
        bool(back) and one.settled_at is None,
        one.outcome,
        returnable=not back and one.mail in (None, MailState.ACCEPTED),
    )
