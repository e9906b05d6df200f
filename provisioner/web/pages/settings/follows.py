"""What follows from a change, in words: before it is saved, and again when it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from provisioner.administration import Effect
from provisioner.cases.recounted import Recounted
from provisioner.web.words.dates import short_day
from provisioner.web.words.translate import _, ngettext

SHOWN = 5


@dataclass(frozen=True)
class CaseLine:
    """An open case with its stored last day and the one counted before and after."""

    case_id: UUID
    number: str
    stored: str
    now: str
    then: str


@dataclass(frozen=True)
class Follows:
    """What somebody should know before saving; `confirmed` is what the form sends back to say that it was shown."""

    sentences: Sequence[str]
    cases: Sequence[CaseLine]
    more: str
    confirmed: str


def follows(effect: Effect, confirmed: str) -> Follows:
    """The effect in words."""
    shown = effect.recounted[:SHOWN]
    left = len(effect.recounted) - len(shown)
    return Follows(
        list(_sentences(effect)),
        [_line(one) for one in shown],
        ngettext("and %(num)d case more", "and %(num)d cases more", left) if left else "",
        confirmed,
    )


def _line(one: Recounted) -> CaseLine:
    return CaseLine(one.case_id, one.number, short_day(one.stored), short_day(one.now), short_day(one.then))


def _sentences(effect: Effect) -> Iterator[str]:
    if number := len(effect.recounted):
        yield _counted_differently(number)
        yield _(
            "Their stored last days stay as they are: the queue goes on by them. A last day is counted anew only when "
            "a case is completed, its date received or way of filing is corrected, or a request to erase gets more "
            "time. Cases recorded from now on are counted by the new rule."
        )
    if effect.erased > effect.erased_anyway:
        yield _erased(effect.erased)
        yield _("By the value in force it would be: %(number)s.", number=effect.erased_anyway)
    if effect.given_up:
        yield _given_up(effect.given_up)
        yield _(
            "It can still be decided; then nobody is told by e-mail and a deletion that has not begun waits the "
            "general time, whatever the ground said."
        )
    if effect.emergencies:
        yield _(
            "An approver who is alone at the desk may then approve an own entry for a reason. Each such case is marked "
            "and waits for the review of another approver."
        )
    if effect.one_pair_of_eyes:
        yield _(
            "One person may then record a case and approve it alone, or confirm an own correction. Each such decision "
            "keeps a mark, and nobody else has looked at it."
        )


def _counted_differently(number: int) -> str:
    return ngettext(
        "%(num)d open case would be counted to another last day.",
        "%(num)d open cases would be counted to another last day.",
        number,
    )


def _erased(number: int) -> str:
    return ngettext(
        "Within a day %(num)d case would be due to be erased for good.",
        "Within a day %(num)d cases would be due to be erased for good.",
        number,
    )


def _given_up(number: int) -> str:
    return ngettext(
        "%(num)d open paper rests on a ground that is given up.",
        "%(num)d open papers rest on a ground that is given up.",
        number,
    )
