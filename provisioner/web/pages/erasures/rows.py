"""What there is of the person who asks, case by case, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from provisioner.cases.grounds import HoldGround
from provisioner.erasures.parts import Answered, Part, done
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import in_words, short_day
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class PartRow:
    """One case: `state` while it is here, what becomes of it, and whether the reader may hold it back or release it."""

    case_id: UUID
    number: str
    received: str
    what: str
    state: StrEnum | None
    fate: str
    kept: bool
    hold: str


@dataclass(frozen=True)
class PartTable:
    """The cases; `others` are left alone because they bear another name; `done` once nothing is to be erased."""

    rows: Sequence[PartRow]
    others: str
    done: bool
    kept: int


def present_rows(found: Sequence[Part], person: Me) -> PartTable:
    """What an approval would decide now."""
    others = sum(not part.same for part in found)
    told = ngettext(
        "%(num)d case of this customer number bears another name and is left alone.",
        "%(num)d cases of this customer number bear another name and are left alone.",
        others,
    )
    rows = [_present(part, person) for part in found if part.same]
    return PartTable(rows, told if others else "", done=True, kept=sum(row.kept for row in rows))


def decided_rows(found: Sequence[Answered]) -> PartTable:
    """What an approval decided, and how far it is."""
    rows = [_decided(one) for one in found]
    return PartTable(rows, "", done(found), kept=sum(row.kept for row in rows))


def _present(part: Part, person: Me) -> PartRow:
    kept = part.kept
    way = _("Release the data…") if kept else _("Hold back by an exception…")
    return PartRow(
        part.case_id, part.number, short_day(part.received_on), _what(part.account is not None),
        part.account or part.status,
        _kept(kept.ground, kept.reason, kept.until) if kept else _("to be erased"), bool(kept),
        way if person.may(Action.HOLD) else "",
    )  # fmt: skip


def _decided(one: Answered) -> PartRow:
    part, kept = one.part, ""
    if part.kept_ground and part.kept_until:
        kept = _kept(part.kept_ground, part.kept_reason, part.kept_until)
    waits = _("held back since the approval: see its page") if one.held else _("is being erased")
    fate = _("erased") if one.erased else kept or waits
    return PartRow(
        part.case_id, part.number, short_day(part.received_on), _what(part.account), None, fate,
        bool(kept) and not one.erased, "",
    )  # fmt: skip


def _what(account: bool) -> str:
    return _("application and account") if account else _("application")


def _kept(ground: HoldGround, reason: str, until: date) -> str:
    said = {"why": word(ground), "reason": reason, "day": in_words(until)}
    return _("kept until %(day)s; %(why)s: %(reason)s", **said)
