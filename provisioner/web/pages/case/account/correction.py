"""The proposal of another address, for whoever is to compare and confirm it."""

from dataclasses import dataclass
from uuid import UUID

from provisioner.accounts import Step
from provisioner.applications.case import Case
from provisioner.corrections.rules import CorrectionKind
from provisioner.corrections.tables import Correction
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.words.dates import long_day, moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class CorrectionCard:
    """A proposal and what this person may do about it; `waits` says why it cannot be confirmed here and now."""

    id: UUID
    former: str
    email: str
    kind: str
    word: str
    proposed: str
    waits: str
    confirmable: bool
    rejectable: bool
    compares: str
    compared: bool
    not_compared: str
    reason: str
    reason_wrong: str


def correction_card(found: Case, person: Me, trouble: Trouble) -> CorrectionCard | None:
    """The proposal that waits for this case's account, if any; what was typed comes back with a trouble."""
    one = found.correction
    if one is None:
        return None
    may = person.may(Action.DECIDE_CORRECTION)
    waits = _waits(found, one, person)
    return CorrectionCard(
        id=one.id,
        former=one.former_email,
        email=one.email,
        kind=word(one.kind),
        word=_word(one),
        proposed=_("proposed by %(who)s, %(when)s", who=one.proposer.name, when=moment(one.proposed_at)),
        waits=waits if may else "",
        confirmable=may and not waits,
        rejectable=may,
        compares=_compares(one.kind),
        compared=bool(trouble.typed.get("compared")),
        not_compared=trouble.text if trouble.control == "compared" else "",
        reason=trouble.typed.get("reject_reason", ""),
        reason_wrong=trouble.text if trouble.control == "reject_reason" else "",
    )


def _waits(found: Case, one: Correction, person: Me) -> str:
    if found.rules.four_eyes and one.proposed_by == person.id:
        return _("You proposed this correction yourself, so somebody else has to confirm it.")
    alone = found.block is not None and found.mandate_over
    if Step.CORRECT not in found.steps or (one.kind is CorrectionKind.ACTS_ALONE) is not alone:
        return _("In its present state the account cannot be corrected: reject the proposal, or wait for the system.")
    return ""


def _compares(kind: CorrectionKind) -> str:
    """What is ticked beside the proposal, if anything."""
    return {
        CorrectionKind.KEYED_WRONGLY: _("I have compared the proposed address with the paper"),
        CorrectionKind.ACTS_ALONE: _("I have compared the proposed address with the customer's signed word"),
    }.get(kind, "")


def _word(one: Correction) -> str:
    if one.word_received_on is None or one.word_channel is None:
        return ""
    said = {"when": long_day(one.word_received_on), "how": word(one.word_channel)}
    return _("signed word of the customer received on %(when)s, %(how)s", **said)
