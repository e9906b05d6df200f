"""The mark of a mail about an account, or with a letter: its Message-ID, made again from what it says, never stored."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.journal.keeper import Keeper, keeper_of

MARK = re.compile(r"([0-9a-f]{32})\.([a-z_]{1,32})\.([0-9]{1,9})\.([0-9]{1,9})\.([0-9a-f]{32})")
USE = "mails"
SEAL = 32
"""So many hex digits of the keyed hash: 128 bits, which nobody guesses."""


@dataclass(frozen=True)
class Sent:
    """One mail: whose account, which kind of work sent it, with which generation of the password, by which task.

    Of a mail with a letter the first is that letter, and the generation 0.
    """

    account_id: UUID
    about: str
    generation: int
    task: int


def mark_of(session: Session, sent: Sent) -> str:
    """The mark of a mail, the same at each try; empty where the journal's key is not given."""
    plain = f"{sent.account_id.hex}.{sent.about}.{sent.generation}.{sent.task}"
    keeper = keeper_of(session)
    return f"{plain}.{keeper.pseudonym(USE, plain)[:SEAL]}" if keeper else ""


def sent_by(session: Session, marks: Iterable[str]) -> Sent | None:
    """The mail of ours that one of these marks names; None for marks that were not made here. Raises WrongKey."""
    keeper = keeper_of(session)
    if keeper is None:
        return None
    for mark in marks:
        found = MARK.fullmatch(mark)
        if found and _is_ours(keeper, *mark.rpartition(".")[::2]):
            return Sent(UUID(found[1]), found[2], int(found[3]), int(found[4]))
    return None


def _is_ours(keeper: Keeper, plain: str, seal: str) -> bool:
    """Under any key: reports come days after their mail."""
    return any(hmac.compare_digest(one[:SEAL], seal) for one in keeper.pseudonyms(USE, plain))
