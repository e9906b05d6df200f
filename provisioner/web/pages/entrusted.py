"""What a case and the queue show of cases handed over and questions asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.status import OPEN_CASES
from provisioner.cases.tables import Case
from provisioner.drafts.above import Above
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import moment, short_day
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Put:
    """One of them as the page of the case shows it; `answer` is where the reader answers, if it is theirs."""

    handed: bool
    mine: bool
    heading: str
    words: str
    said: str
    answer: str


@dataclass(frozen=True)
class Errands:
    """All that is put to colleagues about a case, and where the reader puts something to one."""

    put: Sequence[Put]
    address: str


def errands(one: Case, person: Me) -> Errands:
    """What the page of a case shows; nothing of one that is decided."""
    open_ = one.status in OPEN_CASES and not one.stands_still
    may = open_ and person.may(Action.NOTE)
    address = url_for("errands.show", case_id=one.id) if may else ""
    return Errands([_put(found, person) for found in one.errands] if open_ else [], address)


def _put(found: CaseErrand, person: Me) -> Put:
    handed, mine = found.kind is ErrandKind.HANDED, found.given_to == person.id
    if handed:
        heading = _("Handed to you") if mine else _("Handed to: %(who)s", who=found.receiver.name)
    else:
        heading = _("Question to you") if mine else _("Question to: %(who)s", who=found.receiver.name)
    said = f"{found.giver.name}, {moment(found.given_at)}"
    answer = url_for("errands.show_answer", case_id=found.case_id) if mine and not handed else ""
    return Put(handed, mine, heading, found.words, said, answer)


@dataclass(frozen=True)
class Entrusted:
    """One of them in the reader's queue."""

    case_id: UUID
    number: str
    customer: str
    due: str
    """"" where the case waits for the customer."""
    handed: bool
    words: str
    giver: str
    whose: str
    """For whom the reader stands in, if it is not put to them."""


@dataclass(frozen=True)
class ForMe:
    """What is put to the reader: the first of it, how much it is, and how many questions and how much more in words."""

    rows: Sequence[Entrusted]
    count: int
    questions: str
    more: str


def for_me(found: Above, person: Me) -> ForMe:
    """What stands first in the reader's queue."""
    rows = [
        Entrusted(
            one.case_id, one.number, one.customer, short_day(one.due) if one.due else "", one.is_case, one.words,
            one.giver, "" if one.to_id == person.id else one.to,
        )
        for one in found.errands
    ]  # fmt: skip
    asked, rest = found.questions, found.count - len(rows)
    return ForMe(
        rows,
        found.count,
        ngettext("%(num)d question to you", "%(num)d questions to you", asked) if asked else "",
        ngettext("%(num)d more is shown when these are done.", "%(num)d more are shown when these are done.", rest)
        if rest
        else "",
    )
