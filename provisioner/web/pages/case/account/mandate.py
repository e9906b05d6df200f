"""Who acts for the customer and until when, and what this person may do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provisioner.accounts import takes_mandate
from provisioner.accounts.mandates import entry
from provisioner.accounts.mandates.rules import MandateKind, is_over, over_from
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.rules import AccountStatus
from provisioner.applications.case import Case
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.decision.form import Choice, DecisionForm, Line, Trouble, with_trouble
from provisioner.web.pages.case.decision.forms import MANDATE_FIRST
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.dates import in_words, moment
from provisioner.web.words.deadlines import last_day_left
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _
from provisioner.web.words.typed import REASONS


@dataclass(frozen=True)
class MandateCard:
    """The newest mandate, if there is one, how long it stands or how it ended, and the forms of this person.

    `next` says what to do where nobody may use the account any more.
    """

    who: str
    until: str
    proof: str
    reason: str
    next: str
    forms: Sequence[DecisionForm]


def mandate_card(found: Case, person: Me, trouble: Trouble) -> MandateCard | None:
    """The card of this case's account; nothing where nobody ever acted for the customer and none may be recorded."""
    account, one = found.account, found.mandate
    forms = [with_trouble(trouble, form) for form in _forms(found, person, trouble)] if account else []
    if account is None or (one is None and not forms):
        return None
    blocked = found.mandate_over and account.status is AccountStatus.BLOCKED
    return MandateCard(
        who=f"{word(one.kind)}: {one.name}" if one else "",
        until=_until(one) if one else "",
        proof=one.proof if one else "",
        reason=one.ended_reason if one else "",
        next=str(MANDATE_FIRST) if blocked else "",
        forms=forms,
    )


def _until(one: Mandate) -> str:
    if one.ended_at and one.ended_by:
        return _(
            "ended, noted by %(who)s, %(when)s", who=one.ender.name if one.ender else "", when=moment(one.ended_at)
        )
    if one.ended_at and one.until and over_from(one.until) <= one.ended_at:
        return _("ended with its last day, %(day)s", day=in_words(one.until))
    if one.ended_at:
        return _("ended with the account, %(when)s", when=moment(one.ended_at))
    if one.until is None:
        return _("no end is known")
    if is_over(one.until, desk().today()):
        return _("its last day was %(day)s; the account is about to be blocked", day=in_words(one.until))
    left = last_day_left((one.until - desk().today()).days)
    return _("valid until %(day)s (%(left)s)", day=in_words(one.until), left=left)


def _forms(found: Case, person: Me, trouble: Trouble) -> Iterator[DecisionForm]:
    one, account = found.mandate, found.account
    proposes = person.may(Action.PROPOSE_CORRECTION) and found.correction is None
    if one is None or one.ended_at:
        if account and proposes and takes_mandate(account):
            yield _record(chosen(MandateKind, trouble.typed.get(entry.KIND)))
    elif not is_over(one.until, desk().today()):
        if proposes:
            yield _extend()
        if person.may(Action.BLOCK):
            yield _revoke()


def _record(kind: MandateKind | None) -> DecisionForm:
    name = Line(entry.NAME, str(REASONS[entry.NAME]))
    return DecisionForm(
        "mandates.record",
        _("Propose a mandate…"),
        _("Propose the mandate"),
        entry.PROOF,
        str(REASONS[entry.PROOF]),
        _(
            "e.g. power of attorney of 20.11.2026; this ends no block and sends no password; if the account's address "
            "is that of whoever acted before, correct it afterwards, that ends the block"
        ),
        choice=Choice(entry.KIND, _("On what they act"), options(MandateKind, kind)),
        lines=[name, *_last_day()],
    )


def _extend() -> DecisionForm:
    return DecisionForm(
        "mandates.extend",
        _("Propose a longer mandate…"),
        _("Propose another last day"),
        entry.PROOF,
        str(REASONS[entry.PROOF]),
        _("e.g. power of attorney of 20.11.2026"),
        lines=_last_day(),
    )


def _revoke() -> DecisionForm:
    return DecisionForm(
        "mandates.revoke",
        _("The mandate has ended…"),
        _("End the mandate and block the account"),
        "revoke_reason",
        str(REASONS["revoke_reason"]),
        _("stays in the office; nobody can log in any more, and the customer is mailed that the mandate has ended"),
    )


def _last_day() -> list[Line]:
    return [
        Line(entry.UNTIL, str(REASONS[entry.UNTIL]), _("last day, like 31.12.2027"), "size-12"),
        Line(entry.ENDLESS, _("No end is known"), tick=True),
    ]
