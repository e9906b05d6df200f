"""What the case page says of the customer's data: whether they are held back, and what may be asked for."""

from dataclasses import dataclass

from provisioner.applications.tables import Application
from provisioner.cases.holds.tables import CaseHold
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import in_words, moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Standing:
    """A hold in words."""

    sentence: str
    ground: str
    reason: str
    who: str


@dataclass(frozen=True)
class PersonalCard:
    """The hold that stands; `holdable` is the way to it, `requestable` whether a request to erase may be recorded."""

    held: Standing | None
    holdable: str
    requestable: bool


def personal_card(one: Application, person: Me) -> PersonalCard:
    """The card for this person."""
    way = _("Release the data…") if one.hold else _("Hold the data back from being erased…")
    return PersonalCard(
        held=standing(one.hold) if one.hold else None,
        holdable=way if person.may(Action.HOLD) else "",
        requestable=person.may(Action.RECORD),
    )


def standing(hold: CaseHold) -> Standing:
    """Until when, why and by whom the data are held back."""
    return Standing(
        sentence=_("The data are not erased until the end of %(day)s.", day=in_words(hold.until)),
        ground=word(hold.ground),
        reason=hold.reason,
        who=_("held back by %(who)s, %(when)s", who=hold.holder.name, when=moment(hold.held_at)),
    )
