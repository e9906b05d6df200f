"""A proof of one case: a file that anybody checks without our software, our database or a secret (docs/proof.md)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database.columns import Json
from provisioner.journal.anchors import anchored
from provisioner.journal.canonical import canonical, link
from provisioner.journal.keeper import Keeper
from provisioner.journal.stored import Stored, pages
from provisioner.journal.tables import AuditEntry, AuditSeal, AuditValue

FORMAT = "account-desk-proof-1"
Objects = Sequence[tuple[str, str]]
"""Kind and id of what a case is in the journal: the application and what it led to."""


class NotProvable(Exception):
    """There is nothing to prove, or the journal is not what was written; the text says which."""


def prove(
    session: Session, keeper: Keeper, case: str, objects: Objects, *, at: datetime, known: Sequence[Json] = (),
    disclose: bool = False,
) -> bytes:  # fmt: skip
    """The file: the case's lines, the chain from the first of them to an anchor, and a signature over all of it.

    The anchor is the first of those `known` behind the last line that bears the key in use, so that whoever checks
    needs one key; otherwise one made now. `disclose` adds what fields said before and after, as far as it was not
    erased. Raises NotProvable. Needs a consistent view.
    """
    places = _places(session, objects)
    if not places:
        raise NotProvable(f"the journal has no line of {case}")
    anchor = _behind(places[-1], keeper, known) or anchored(session, keeper, at)
    digests, lines, previous = _chain(session, set(places), places[0], anchor)
    disclosed = _disclosed(session, {line["seq"] for line in lines}) if disclose else []
    content: Json = {
        "anchor": anchor, "case": case, "chain": {"digests": digests, "from": places[0], "previous": previous},
        "disclosed": disclosed, "format": FORMAT, "lines": lines,
        "made_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
    }  # fmt: skip
    return canonical(keeper.signed(content)) + b"\n"


def _places(session: Session, objects: Objects) -> list[int]:
    mine = sa.tuple_(AuditEntry.object_type, AuditEntry.object_id).in_(objects)
    joined = sa.select(AuditSeal.position).join(AuditEntry, AuditEntry.seq == AuditSeal.entry_seq)
    return list(session.scalars(joined.where(mine).order_by(AuditSeal.position)))


def _behind(last: int, keeper: Keeper, known: Sequence[Json]) -> Json | None:
    ours = (one for one in known if one["public_key"] == keeper.public_key)
    return next((one for one in ours if one["position"] >= last), None)


def _chain(session: Session, places: set[int], first: int, anchor: Json) -> tuple[list[str], list[dict[str, Any]], str]:
    """Every digest from the first line to the anchor, the lines themselves, and the hash before them."""
    digests: list[str] = []
    lines: list[dict[str, Any]] = []
    last = previous = ""
    for line in _from(session, first, anchor["position"]):
        previous, last = previous or line.previous, last or line.previous
        if line.content is None or line.position != first + len(digests):
            raise NotProvable(f"a line is missing at position {line.position}: see `provisioner audit verify`")
        digests.append(line.content.digest)
        last = link(last, digests[-1])
        if last != line.hash:
            raise NotProvable(f"the line at position {line.position} was altered: see `provisioner audit verify`")
        if line.position in places:
            lines.append({"position": line.position, **line.content.content})
    if last != anchor["hash"] or first + len(digests) - 1 != anchor["position"]:
        raise NotProvable("the journal does not lead to its anchor: see `provisioner audit verify`")
    return digests, lines, previous


def _from(session: Session, first: int, last: int) -> Iterator[Stored]:
    for page in pages(session, after=first - 1):
        for line in page.lines:
            if line.position > last:
                return
            yield line


def _disclosed(session: Session, seqs: set[int]) -> list[dict[str, Any]]:
    found = session.scalars(sa.select(AuditValue).where(AuditValue.entry_seq.in_(seqs)).order_by(AuditValue.id))
    return [
        {"seq": one.entry_seq, "field": one.field, "before": one.before, "after": one.after, "salt": one.salt}
        for one in found
    ]
