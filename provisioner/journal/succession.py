"""One key of the journal after another: by whom each line must be sealed, and which keys must be at hand for it."""

from enum import Enum, auto

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.journal.events import Event
from provisioner.journal.keeper import Keeper
from provisioner.journal.tables import AuditEntry, AuditHead
from provisioner.settings import PREFIX

FORMER, FORMER_PUBLIC_KEY, KEY = "former", "former_public_key", "key"
"""By these names a line that exchanges the key tells in its details which ones (`exchanging.py`)."""


class Sealed(Enum):
    """What a mark says of its line."""

    RIGHT = auto()
    FOREIGN = auto()
    NOT_HANDED_OVER = auto()
    """By the key that comes next, though no line before it exchanged the keys."""


def sealed_by_both(own: str, former: Keeper, newer: Keeper) -> str:
    """The mark of the line that exchanges the key: who has only one of the two cannot make it."""
    return newer.mark(former.mark(own))


class Succession:
    """The keys in the order in which they must have sealed, each handed over to by the one before it."""

    def __init__(self, keeper: Keeper) -> None:
        self._keys = keeper.known
        self.exchanged = 0
        """How often the key was exchanged by the lines seen so far."""

    @property
    def newest(self) -> bool:
        """Whether the newest key known is the one in use."""
        return self.exchanged == len(self._keys) - 1

    def seen(self, own: str, mark: str, *, exchanges: bool) -> Sealed:
        """The next line's hash and mark, and whether it says that it exchanges the key, which needs both."""
        former = self._keys[self.exchanged]
        if mark == former.mark(own) and not exchanges:
            return Sealed.RIGHT
        if self.newest:
            return Sealed.FOREIGN
        newer = self._keys[self.exchanged + 1]
        if mark == sealed_by_both(own, former, newer):
            found = Sealed.RIGHT
        elif mark == newer.mark(own):
            found = Sealed.NOT_HANDED_OVER
        else:
            return Sealed.FOREIGN
        self.exchanged += 1
        return found


def misfit(session: Session, keeper: Keeper) -> str:
    """What is wrong with the keys that are set, by the names that the journal gives its own; empty when they fit."""
    named, known = _named(session), [one.key_id for one in keeper.known]
    former = f"{PREFIX}JOURNAL_KEY_FORMER"
    if len(set(known)) != len(known):
        return f"{former}: the same key stands in it twice, or is {PREFIX}JOURNAL_KEY as well"
    if not named and len(known) > 1:
        return f"{former}: nothing was sealed in this journal yet, also not with the key {known[0]} in it"
    if known[: len(named)] == named:
        return ""
    if named[-1] not in known:
        return f"{PREFIX}JOURNAL_KEY: the journal was sealed with another key; one that was exchanged is in {former}"
    if lacking := [one for one in named if one not in known]:
        return f"{former}: the key {lacking[0]} is not in it, with which the journal was sealed before"
    if foreign := [one for one in known[: known.index(named[-1])] if one not in named]:
        return f"{former}: the key {foreign[0]} in it has sealed nothing in this journal"
    return f"{former}: the keys are not in the order in which they were used, the oldest first"


def _named(session: Session) -> list[str]:
    """The keys of the journal, the oldest first, as it says itself.

    The head is read first: one that names a newer key has its line, whoever exchanges it meanwhile.
    """
    head = session.scalar(sa.select(AuditHead.key_id).where(AuditHead.id == 1))
    exchanges = sa.select(AuditEntry.details).where(AuditEntry.event == Event.JOURNAL_KEY_EXCHANGED)
    lines = session.scalars(exchanges.order_by(AuditEntry.seq)).all()
    if lines:
        return [said(lines[0], FORMER), *(said(one, KEY) for one in lines)]
    return [head] if head else []


def said(details: object, name: str) -> str:
    """One of these names, also of a line that somebody has altered."""
    return str(details.get(name, "")) if isinstance(details, dict) else ""
