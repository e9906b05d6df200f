"""What the page of a resignation shows to one person, beside what every such case shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from provisioner.accounts.closing.tables import AccountClosing
from provisioner.cases.history import HistoryLine
from provisioner.journal import Event
from provisioner.office import OfficeRules
from provisioner.office.grounds import Asker
from provisioner.office.time import office_date
from provisioner.resignations.letter import answers, confirmed
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Action
from provisioner.web.pages.case.decision.form import DecisionForm, with_trouble
from provisioner.web.pages.case.head import CaseHead, Manner, Seen, case_head
from provisioner.web.pages.case.letter import LetterLink, decision_letter
from provisioner.web.pages.case.standing import CONFIRMATION, of_account
from provisioner.web.words.dates import in_words, moment
from provisioner.web.words.language import language
from provisioner.web.words.paper.filing import received
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext
from provisioner.web.words.typed import REASONS

EVENTS = frozenset(
    {
        Event.ACCOUNT_BLOCK_ASKED,
        Event.ACCOUNT_CLOSING,
        Event.ACCOUNT_CLOSING_WITHDRAWN,
        Event.ACCOUNT_REMOVED,
        Event.ACCOUNT_TOLD,
        Event.ACCOUNT_NOT_TOLD,
    }
)
"""Of the account's history what the resignation has led to."""


@dataclass(frozen=True)
class ResignationView:
    """One resignation for one person; `came` is how far the closing has come."""

    head: CaseHead
    letter: LetterLink | None
    came: Sequence[str]
    facts: Sequence[tuple[str, str]]


def resignation_view(
    one: Resignation, closing: AccountClosing | None, lines: Sequence[HistoryLine], seen: Seen, rules: OfficeRules
) -> ResignationView:
    """What this person sees."""
    manner = Manner(
        "resignations", "case_id", _("Approve and close the account"),
        {"refuse_reason": _("name the rule; the account stays as it is; the desk sends the customer nothing")},
        events=EVENTS, unasked=frozenset() if answers(one) else frozenset({"withdraw_reason"}),
    )  # fmt: skip
    more = [with_trouble(seen.trouble, _take_back())] if _takeable(closing, seen) else []
    written = manner.to("write", one.id)
    decided = decision_letter(one.status, written) if answers(one) else None
    ended = LetterLink(str(CONFIRMATION), written) if confirmed(one, closing, rules) else None
    return ResignationView(
        head=case_head(one, of_account(one.account), lines, seen, manner, lambda: _outcome(one, rules), more=more),
        letter=ended or decided,
        came=list(_came(closing)) if closing else (),
        facts=list(_facts(one, rules)),
    )


def _takeable(closing: AccountClosing | None, seen: Seen) -> bool:
    if closing is None or closing.removed_at or closing.withdrawn_at:
        return False
    begun_and_shut = closing.begun_at is None or closing.shut_at is not None
    return begun_and_shut and seen.person.may(Action.APPROVE)


def _take_back() -> DecisionForm:
    return DecisionForm(
        "resignations.take_back",
        _("Undo the closing…"),
        _("Undo the closing"),
        "take_back_reason",
        str(REASONS["take_back_reason"]),
        _("which letter or e-mail, of which day; the account becomes what it was before"),
        subject="case_id",
    )


def _came(closing: AccountClosing) -> Iterator[str]:
    if closing.withdrawn_at:
        yield _("Taken back %(when)s: %(why)s", when=moment(closing.withdrawn_at), why=closing.withdrawn_reason)
        return
    if closing.begun_at is None:
        yield _("Takes effect on %(day)s.", day=in_words(closing.effect_on))
    if closing.shut_at:
        yield _("Nobody can log in since %(when)s.", when=moment(closing.shut_at))
    if closing.removed_at:
        yield _("Deleted %(when)s.", when=moment(closing.removed_at))
    elif closing.remove_at:
        last = office_date(closing.remove_at - timedelta(seconds=1))
        yield _("It can be taken back until the end of %(day)s, then the account is deleted.", day=in_words(last))


def _facts(one: Resignation, rules: OfficeRules) -> Iterator[tuple[str, str]]:
    ground = rules.ground(one.ground)
    yield _("Ground"), ground.name(language()) if ground else one.ground
    if one.basis:
        yield _("Basis"), one.basis
    yield _("Asked for by"), f"{word(one.asked_by)}, {one.asker_name}" if one.asker_name else word(one.asked_by)
    if one.proof:
        yield _("Proof"), one.proof
    yield _("Takes effect"), effect(one)
    yield _("Filed"), f"{word(one.channel)}, {received(one)}"
    yield _("Customer number"), one.customer_number
    yield _("Login"), one.account.login
    if one.asked_by is not Asker.OFFICE:
        yield _("Signed"), _("yes") if one.signed else _("no")
    if one.original_location:
        yield _("Original"), one.original_location
    if one.note:
        yield _("Note"), one.note


def _outcome(one: Resignation, rules: OfficeRules) -> str:
    first = _("Once approved, nobody can log in to the account %(login)s.", login=one.account.login)
    if one.effect_on:
        first = _(
            "Once approved, nobody can log in to the account %(login)s from %(day)s on.",
            login=one.account.login, day=in_words(one.effect_on),
        )  # fmt: skip
    return f"{first} {what_follows(one, rules)}"


def what_follows(one: Resignation, rules: OfficeRules) -> str:
    """When the account is deleted, and whether the customer is told."""
    ground, days = rules.ground(one.ground), rules.deletion_delay(one.ground).days
    then = ngettext(
        "It is deleted %(num)d day later; until then it can be taken back.",
        "It is deleted %(num)d days later; until then it can be taken back.",
        days,
    )
    then = then if days else _("It is deleted at once.")
    told = _("The customer is told by e-mail.") if ground is None or ground.told else _("Nobody is mailed.")
    return f"{then} {told}"


def effect(one: Resignation) -> str:
    """From which day on."""
    return in_words(one.effect_on) if one.effect_on else _("when it is approved")
