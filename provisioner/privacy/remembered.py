"""The list of what was erased: a file outside the database and its backups, keyed hashes only, that only grows."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.journal.anchors import append as append_to
from provisioner.settings import Settings

LIST = "erasure list"
"""Under this name the path of the list lies in the `info` of a database's sessions."""
WAITING = "erasures to be listed"
FORMAT = "account-desk-erasure-1"
USE = "erased cases"


class NoList(Exception):
    """Nothing is erased where it could not be remembered: no key, or no file for the list."""


class BadList(Exception):
    """A line of the list is none of ours; the text says which."""


@dataclass(frozen=True)
class Remembered:
    """One erased case, by the keyed hash of its id, and the seals of its logins."""

    case: str
    logins: tuple[str, ...]

    def line(self) -> bytes:
        """A line of the list."""
        content = {"case": self.case, "format": FORMAT, "logins": self.logins}
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def keeping(settings: Settings) -> dict[str, object]:
    """What a database's sessions carry along so that erasures are remembered."""
    return {LIST: settings.erasures}


def hashed(session: Session, case_id: UUID) -> str:
    """By which an erased case is put on the list, under the key in use. Raises NoList."""
    return keeper(session).pseudonym(USE, str(case_id))


def known_by(keeper: journal.Keeper, case_id: UUID) -> frozenset[str]:
    """By any of which it may stand there: under whichever key it was erased."""
    return frozenset(keeper.pseudonyms(USE, str(case_id)))


def keeper(session: Session) -> journal.Keeper:
    """Whose key makes the hashes. Raises NoList."""
    found = journal.keeper_of(session)
    if found is None or LIST not in session.info:
        raise NoList
    return found


def remember(session: Session, erased: Remembered) -> None:
    """Put a line on the list as soon as the transaction is committed, and not before. Raises NoList."""
    keeper(session)
    session.info.setdefault(WAITING, []).append(erased)


@sa.event.listens_for(Session, "after_commit")
def _write(session: Session) -> None:
    if not session.in_nested_transaction() and (erased := session.info.pop(WAITING, None)):
        append(session.info[LIST], erased)


def append(file: Path, erased: Collection[Remembered]) -> None:
    """More lines, on the disk when this returns. Raises OSError."""
    append_to(file, b"".join(one.line() for one in erased))


def read(file: Path) -> dict[str, Remembered]:
    """Everything on the list by its hash; nothing where there is no list yet. Raises BadList, OSError."""
    found = {}
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for number, text in enumerate(lines, 1):
        try:
            told = json.loads(text)
            one = Remembered(told["case"], tuple(told["logins"]))
            if told["format"] != FORMAT:
                raise ValueError(FORMAT)
        except (ValueError, KeyError, TypeError):
            raise BadList(f"line {number} of {file} is no erasure") from None
        found[one.case] = one
    return found
