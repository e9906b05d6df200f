"""What the queue shows: groups by urgency, a row for each application in the office's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for

from provisioner.cases.queue import QueueGroup, QueueLine, Urgency
from provisioner.cases.queue.orders import Place
from provisioner.cases.tables import Case
from provisioner.decisions.many import at_hand
from provisioner.web.words.dates import short_day
from provisioner.web.words.deadlines import days_left
from provisioner.web.words.paper.filing import filed
from provisioner.web.words.paper.hindrances import hindrance
from provisioner.web.words.terms import purpose, word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Row:
    """One application; `due` is empty while its deadline stands still, `own` when the reader keyed it in.

    `taken` says who has it in hand, `urgency` what the heading of its group does not.
    """

    id: UUID
    revision: int
    number: str
    customer: str
    customer_number: str
    channel: str
    received: str
    due: str
    left: str
    urgency: Urgency | None
    missing: str
    hindrances: str
    recorder: str
    own: bool
    purpose: str
    taken: str
    clean: bool
    """Whether the reader may choose it to be approved together with others."""


@dataclass(frozen=True)
class Group:
    """Applications of one urgency, and the address of the next ones; those of a paused group wait for the customer."""

    urgency: Urgency
    paused: bool
    count: int
    rows: Sequence[Row]
    rest: str


def groups(
    found: Sequence[QueueGroup], asked: Mapping[str, str], reader: UUID, at: datetime, *, decides: bool
) -> list[Group]:
    """The groups of the queue for one reader at this moment; `asked` are the filters that stand in the address.

    Whoever `decides` may choose what nothing hinders.
    """
    return [
        Group(
            urgency=group.urgency,
            paused=group.urgency is Urgency.PAUSED,
            count=group.count,
            rows=[_row(line, group.urgency, reader, at, decides=decides) for line in group.lines],
            rest=_address(asked, group.urgency, group.rest) if group.rest else "",
        )
        for group in found
    ]


def _address(asked: Mapping[str, str], group: Urgency, rest: Place) -> str:
    after = f"{rest.day.isoformat()}.{rest.number}" if rest.day else rest.number
    place: dict[str, Any] = {**asked, "group": group, "after": after}
    return url_for("queue.index", **place)


def _row(line: QueueLine, heading: Urgency, reader: UUID, at: datetime, *, decides: bool) -> Row:
    one = line.case
    running = line.urgency is not Urgency.PAUSED
    # The heading of today's group says it already.
    counted = running and heading is not Urgency.TODAY
    return Row(
        id=one.id,
        revision=one.revision,
        number=one.number,
        customer=one.display_name,
        customer_number=one.customer_number,
        channel=filed(one),
        received=short_day(one.received_on),
        due=short_day(one.due_last) if running else "",
        left=days_left(line.urgency, line.days_left) if counted else "",
        urgency=None if heading is line.urgency else line.urgency,
        missing=one.missing,
        hindrances=", ".join(hindrance(found) for found in line.hindrances),
        recorder=one.recorder.name,
        own=one.recorded_by == reader,
        purpose=purpose(one.purpose),
        taken=_taken(one, reader, at),
        clean=decides and not line.hindrances and one.recorded_by != reader and at_hand(one, reader, at),
    )


def _taken(one: Case, reader: UUID, at: datetime) -> str:
    if one.waiting:
        told = {"who": one.waiting.decider.name, "verdict": word(one.waiting.verdict)}
        waits = _("%(who)s: %(verdict)s, waits", **told)
        return waits if one.stands_still else _("%(who)s: %(verdict)s, not applied", **told)
    held = one.taking
    if held is None or held.until <= at:
        return _handed(one, reader)
    return _("in your hand") if held.taken_by == reader else _("%(who)s has it", who=held.holder.name)


def _handed(one: Case, reader: UUID) -> str:
    if one.handed is None:
        return ""
    return _("handed to you") if one.handed.given_to == reader else _("handed to %(who)s", who=one.handed.receiver.name)
