"""What is proposed for the account, an address or a mandate, for whoever is to compare and confirm it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from provisioner.accounts import Step, takes_mandate
from provisioner.accounts.mandates.rules import is_over
from provisioner.applications.case import Case
from provisioner.corrections.rules import OF_A_MANDATE, CorrectionKind
from provisioner.corrections.tables import Correction
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.words.dates import in_words, long_day, moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class CorrectionCard:
    """A proposal and what this person may do about it; `waits` says why it cannot be confirmed here and now.

    `facts` are what it says, each under its label; `follows` is what a confirmation does.
    """

    id: UUID
    title: str
    facts: Sequence[tuple[str, str]]
    follows: str
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
    may, mandate = person.may(Action.DECIDE_CORRECTION), one.kind in OF_A_MANDATE
    waits = _waits(found, one, person)
    return CorrectionCard(
        id=one.id,
        title=_("Proposed mandate") if mandate else _("Proposed correction of the e-mail address"),
        facts=_mandate(one) if mandate else _address(one),
        follows=_follows(one),
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
        return _("You proposed this yourself, so somebody else has to confirm it.")
    if one.kind in OF_A_MANDATE:
        return _mandate_waits(found, one)
    alone = found.block is not None and found.mandate_over
    if Step.CORRECT not in found.steps or (one.kind is CorrectionKind.ACTS_ALONE) is not alone:
        return _("In its present state the account cannot be corrected: reject the proposal, or wait for the system.")
    return ""


def _mandate_waits(found: Case, one: Correction) -> str:
    if is_over(one.mandate_until, desk().today()):
        return _("The last day of the proposed mandate is over: reject the proposal.")
    if not _takes(found, one.kind):
        return _("In its present state the account takes no mandate: reject the proposal.")
    return ""


def _compares(kind: CorrectionKind) -> str:
    """What is ticked beside the proposal, if anything."""
    return {
        CorrectionKind.KEYED_WRONGLY: _("I have compared the proposed address with the paper"),
        CorrectionKind.ACTS_ALONE: _("I have compared the proposed address with the customer's signed word"),
        CorrectionKind.MANDATE: _("I have compared the proposed mandate with the paper"),
        CorrectionKind.LONGER_MANDATE: _("I have compared the proposed mandate with the paper"),
    }.get(kind, "")


def _takes(found: Case, kind: CorrectionKind) -> bool:
    """Whether a mandate stands that can last longer, or none where another one is proposed."""
    one, account = found.mandate, found.account
    stands = one is not None and not one.ended_at
    if kind is CorrectionKind.LONGER_MANDATE:
        return stands and one is not None and not is_over(one.until, desk().today())
    return account is not None and takes_mandate(account) and not stands


def _mandate(one: Correction) -> list[tuple[str, str]]:
    kind = word(one.mandate_kind) if one.mandate_kind else ""
    until = in_words(one.mandate_until) if one.mandate_until else _("no end is known")
    return [
        (_("What is proposed"), word(one.kind)),
        (_("Who acts for the customer"), f"{kind}: {one.mandate_name}"),
        (_("Until when"), until),
        (_("By what paper"), one.mandate_proof),
    ]


def _address(one: Correction) -> list[tuple[str, str]]:
    why = "; ".join(filter(None, (word(one.kind), _word(one))))
    return [(_("Present address"), one.former_email), (_("Proposed address"), one.email), (_("Why"), why)]


def _follows(one: Correction) -> str:
    if one.kind in OF_A_MANDATE:
        return _("Once confirmed, they act for the customer until the last day; no block ends and no password is sent")
    return _("Once confirmed, the former temporary password dies and a new one goes to %(email)s", email=one.email)


def _word(one: Correction) -> str:
    if one.word_received_on is None or one.word_channel is None:
        return ""
    said = {"when": long_day(one.word_received_on), "how": word(one.word_channel)}
    return _("signed word of the customer received on %(when)s, %(how)s", **said)
