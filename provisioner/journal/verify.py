"""Whether the journal is what was written: every line, the order, the end, and the values that still lie beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database.columns import Json
from provisioner.journal.canonical import NOTHING, link
from provisioner.journal.events import Event
from provisioner.journal.faults import Fault, Kind, Run
from provisioner.journal.keeper import Keeper
from provisioner.journal.stored import Page, Stored, changed_places, pages, place_of_hash, unchained
from provisioner.journal.succession import FORMER_PUBLIC_KEY, Sealed, Succession, said
from provisioner.journal.tables import AuditHead

MOST = 1000
"""So many faults are named; of more there is only the count."""
LOOKED_UP = 50


@dataclass
class Report:
    """What was found; `faults` is empty when the journal is whole."""

    lines: int = 0
    unmarked: int = 0
    """Lines at the beginning from before there was a key; the first sealed line vouches for them."""
    erased: int = 0
    """Values that lines speak of and that do not lie beside them any more, which is allowed."""
    anchors: int = 0
    marks: bool = False
    """Whether the marks were checked, which needs the key."""
    exchanged: int = 0
    """How often the key was exchanged."""
    newest: bool = True
    """Whether the newest key that is known here is the one in use; otherwise it has sealed nothing yet."""
    found: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """One more."""
        self.found += 1
        if len(self.faults) < MOST:
            self.faults.append(fault)


def verify(session: Session, keeper: Keeper | None, anchors: Sequence[Json] = ()) -> Report:
    """Read the whole journal page by page and name what is wrong; needs a consistent view (`Database.reading`)."""
    walk = _Walk(session, keeper, anchors)
    for page in pages(session):
        for line in page.lines:
            walk.line(line, page)
    walk.end()
    return walk.report


class _Walk:
    """One pass over the lines in the order of their positions."""

    def __init__(self, session: Session, keeper: Keeper | None, anchors: Sequence[Json]) -> None:
        self.session, self.keeper = session, keeper
        self.report = Report(anchors=len(anchors), marks=keeper is not None)
        self.anchors: dict[int, list[Json]] = {}
        for one in anchors:
            self.anchors.setdefault(one["position"], []).append(one)
        self.succession = Succession(keeper) if keeper else None
        self.ended: dict[str, int] = {}
        self.position, self.last, self.marked = 0, NOTHING, False
        self.altered: list[Stored] = []
        self.foreign = Run(Kind.FORGED, "not sealed by the desk: altered or added by somebody without its key")
        self.early = Run(Kind.FORGED, "sealed with a later key, which was not handed over to")
        self.bare = Run(Kind.FORGED, "without a seal after sealed ones: added by somebody without the key")

    def line(self, line: Stored, page: Page) -> None:
        """Its place, its content, its seal, its values, and anchors at it."""
        self._place(line)
        if line.unreadable:
            self._fault(Kind.EDITED, line, "cannot be read any more")
        elif line.content is None:
            self._fault(Kind.DELETED, line, "its content is gone, only its seal stands")
        elif link(line.previous, line.content.digest) != line.hash:
            self._altered(line)
        if not line.unreadable:
            self._mark(line)
            self._handed_over(line)
            self._values(line, page)
        self._anchor(line.position, line.hash)
        self.report.lines += 1
        self.position, self.last = line.position, line.hash

    def end(self) -> None:
        """What can only be told when all lines have been seen."""
        report = self.report
        if self.succession:
            report.exchanged, report.newest = self.succession.exchanged, self.succession.newest
        for fault in changed_places(self.altered):
            report.add(fault)
        for run in (self.foreign, self.early, self.bare):
            for fault in run.ended():
                report.add(fault)
        if self.keeper and report.lines and not self.marked:
            report.add(Fault(Kind.FORGED, 1, None, "no line is sealed with this key"))
        for seq in unchained(self.session, MOST):
            report.add(Fault(Kind.INSERTED, None, seq, "was added past the desk: it has no place in the chain"))
        self._cut()

    def _place(self, line: Stored) -> None:
        missing = line.position - self.position - 1
        if missing:
            said = f"{missing} before it are missing, from position {self.position + 1}"
            self._fault(Kind.DELETED, line, said)
        elif line.previous != self.last:
            # Where each was written is looked up for the first ones only: it reads the whole table.
            written = place_of_hash(self.session, line.previous) if self.report.found < LOOKED_UP else 0
            if written is None:
                self._fault(Kind.DELETED, line, "what it followed is gone")
            else:
                self._fault(Kind.REORDERED, line, f"was written after the one that now stands at position {written}")

    def _altered(self, line: Stored) -> None:
        self.altered.append(line)
        if len(self.altered) > MOST:
            self._fault(Kind.EDITED, self.altered.pop(), "does not say what was written")

    def _mark(self, line: Stored) -> None:
        self.bare.go_on(line.position, wrong=self.marked and not line.mark)
        seen = Sealed.RIGHT
        if self.succession and line.mark:
            seen = self.succession.seen(line.hash, line.mark, exchanges=_exchanges(line))
        self.foreign.go_on(line.position, wrong=seen is Sealed.FOREIGN)
        self.early.go_on(line.position, wrong=seen is Sealed.NOT_HANDED_OVER)
        if not line.mark and not self.marked:
            self.report.unmarked += 1
        self.marked = self.marked or bool(line.mark and seen is not Sealed.FOREIGN)

    def _handed_over(self, line: Stored) -> None:
        """From the line that exchanged the key on the former one signs nothing more."""
        if line.content and _exchanges(line):
            self.ended[said(line.content.details, FORMER_PUBLIC_KEY)] = line.position

    def _values(self, line: Stored, page: Page) -> None:
        committed = {name: told for name, told in line.commitments}  # noqa: C416 - pairs, which mypy cannot know
        for name, told in page.values.get(line.seq, ()):
            if committed.pop(name, None) != told:
                self._fault(Kind.VALUE, line, f"what lies beside it for the field {name} is not what was written")
        self.report.erased += len(committed)

    def _anchor(self, position: int, own: str) -> None:
        for one in self.anchors.pop(position, ()):
            if one["hash"] != own:
                said = f"is another than at the anchor of {one['at']}: the journal was written anew"
                self.report.add(Fault(Kind.FORGED, position, None, said))
            elif self.ended.get(one["public_key"], position) < position:
                said = f"the anchor of {one['at']} bears the signature of a key that was exchanged before"
                self.report.add(Fault(Kind.FORGED, position, None, said))

    def _cut(self) -> None:
        self._anchor(0, NOTHING)
        furthest = max(self.anchors, default=0)
        if furthest > self.position:
            at = self.anchors[furthest][0]["at"]
            said = f"the last line, but by the anchor of {at} there were {furthest}: the end was cut off"
            self.report.add(Fault(Kind.CUT, self.position, None, said))
        head = self.session.execute(
            sa.select(AuditHead.position, AuditHead.hash).where(AuditHead.id == 1)
        ).one_or_none()
        if head is None or tuple(head) != (self.position, self.last):
            stood = head.position if head else "nowhere"
            said = f"the last line, but the end of the chain is noted at {stood}: lines were cut off or added"
            self.report.add(Fault(Kind.CUT, self.position, None, said))

    def _fault(self, kind: Kind, line: Stored, said: str) -> None:
        self.report.add(Fault(kind, line.position, line.seq, said))


def _exchanges(line: Stored) -> bool:
    return line.content is not None and line.content.event == Event.JOURNAL_KEY_EXCHANGED


def told(report: Report) -> dict[str, Any]:
    """The report for a program."""
    return {
        "whole": not report.found, "lines": report.lines, "lines_before_the_key": report.unmarked,
        "values_erased": report.erased, "anchors": report.anchors, "marks_checked": report.marks,
        "key_exchanged": report.exchanged, "newest_key_in_use": report.newest,
        "faults_found": report.found, "faults": [fault.told() for fault in report.faults],
    }  # fmt: skip
