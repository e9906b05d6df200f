"""Anchors: where the chain stood at a moment, signed, in a file outside the database that only grows."""

import json
import os
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from sqlalchemy.orm import Session

from provisioner.database.columns import Json
from provisioner.journal.canonical import canonical
from provisioner.journal.keeper import Keeper, given_to, signer, under
from provisioner.journal.tables import AuditHead

FORMAT = "account-desk-anchor-1"
FILE = "anchors.jsonl"
LONGEST_LINE = 4096


class BadAnchors(Exception):
    """A line of the file is no anchor; the text says which and why."""


def anchored(session: Session, keeper: Keeper, at: datetime) -> Json:
    """Where the chain stands now, signed with the key in use, which this keeper knows. Raises WrongKey."""
    # One statement: a key asked for before could be exchanged meanwhile, and sign what it no longer may.
    head = sa.select(AuditHead.position, AuditHead.hash, AuditHead.key_id).where(AuditHead.id == 1)
    position, last, key_id = session.execute(head).one()
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    signing = under(keeper, key_id) or keeper
    return signing.signed({"format": FORMAT, "position": position, "hash": last, "at": moment})


def anchor(session: Session, now: datetime, most: int = 1) -> int:  # noqa: ARG001
    """Write an anchor where a keeper is known; gives how many.

    Raises WrongKey, and OSError when the file cannot be written.
    """
    keeper = given_to(session)
    if keeper is None:
        return 0
    append(keeper.anchors / FILE, canonical(anchored(session, keeper, now)) + b"\n")
    return 1


def append(file: Path, content: bytes) -> None:
    """Add to a file that only grows; on the disk when this returns. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_aside(file: Path, position: int, at: datetime) -> int:
    """Move anchors beyond a position into a file beside this one, because a restore has lost the lines they speak of.

    Gives how many. They stay to be shown: who else holds them sees the end cut off, and the journal says why. Raises
    OSError.
    """
    lines = file.read_bytes().splitlines(keepends=True) if file.is_file() else []
    beyond = [one for one in lines if _position(one) > position]
    if beyond:
        append(file.with_name(f"{file.stem}-before-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{file.suffix}"), b"".join(beyond))
        begun = file.with_name(f"{file.name}.begun")
        begun.unlink(missing_ok=True)
        append(begun, b"".join(one for one in lines if one not in beyond))
        begun.replace(file)
    return len(beyond)


def _position(line: bytes) -> int:
    """Where an anchor says the chain stood; one that cannot be read stays where it is, for `read` to name it."""
    try:
        return int(json.loads(line)["position"])
    except (ValueError, KeyError, TypeError):
        return 0


def read(file: Path, public_keys: Collection[str]) -> list[Json]:
    """Every anchor of the file, in its order. Raises BadAnchors for one that none of these keys signed, OSError."""
    found = []
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            made: Json = json.loads(text)
            _check(made, public_keys)
        except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
            raise BadAnchors(
                f"line {number} of {file} was not signed with this journal's key, or was altered"
            ) from None
        found.append(made)
    return found


def signers(file: Path) -> set[str]:
    """Whose signatures the anchors of the file bear, whoever's they are; lines that nobody signed are left to `read`.

    Empty where there is no file. Raises OSError.
    """
    found = set()
    for line in file.read_bytes().splitlines() if file.is_file() else ():
        with suppress(ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
            found.add(signer(json.loads(line)))
    return found


def last_anchored(file: Path) -> datetime | None:
    """When the last anchor was written, as its line says; nothing is checked. None where there is none to read."""
    try:
        with file.open("rb") as content:
            content.seek(max(0, file.stat().st_size - LONGEST_LINE))
            return datetime.fromisoformat(json.loads(content.read().splitlines()[-1])["at"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _check(made: Json, public_keys: Collection[str]) -> None:
    if made["format"] != FORMAT or signer(made) not in public_keys or not isinstance(made["position"], int):
        raise ValueError
