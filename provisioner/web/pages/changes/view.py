"""What the page of a change of data shows to one person, beside what every such case shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from provisioner.cases.history import HistoryLine
from provisioner.cases.status import OPEN_CASES
from provisioner.changes import paper
from provisioner.changes.letter import confirmed
from provisioner.changes.tables import ChangeOfData
from provisioner.web.pages.case.head import CaseHead, Manner, Seen, case_head
from provisioner.web.pages.case.letter import LetterLink, decision_letter
from provisioner.web.pages.case.standing import CONFIRMATION, of_account
from provisioner.web.words.paper.changes import said
from provisioner.web.words.paper.fields import label
from provisioner.web.words.paper.filing import received
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Changing:
    """One field: what it says before, and what the paper wants."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeView:
    """One change of data for one person; `doubt` is what whoever approves it looks at first."""

    head: CaseHead
    doubt: str
    letter: LetterLink | None
    facts: Sequence[tuple[str, str]]
    changing: Sequence[Changing]


def change_view(one: ChangeOfData, now: Mapping[str, str], lines: Sequence[HistoryLine], seen: Seen) -> ChangeView:
    """What this person sees; `now` is what the account says."""
    manner = Manner(
        "changes", "change_id", _("Approve and change the data"),
        {"refuse_reason": _("name the rule; the account stays as it is; the desk sends the customer nothing")},
    )  # fmt: skip
    return ChangeView(
        head=case_head(one, of_account(one.account), lines, seen, manner, lambda: _outcome(one)),
        doubt=_another() if one.status in OPEN_CASES and one.names_another else "",
        letter=_letter(one, manner.to("write", one.id)),
        facts=list(_facts(one)),
        changing=list(_changing(one, now, lines)),
    )


def _letter(one: ChangeOfData, address: str) -> LetterLink | None:
    return LetterLink(str(CONFIRMATION), address) if confirmed(one) else decision_letter(one.status, address)


def _another() -> str:
    return _(
        "First name and surname both change: this looks like another person. A new owner files an application of their "
        "own, and the former owner's account is ended. Approve only if it is the same customer."
    )


def _facts(one: ChangeOfData) -> Iterator[tuple[str, str]]:
    yield _("Filed"), f"{word(one.channel)}, {received(one)}"
    yield _("Customer number"), one.customer_number
    yield _("Login"), one.account.login
    yield _("Signed"), _("yes") if one.signed else _("no")
    if one.original_location:
        yield _("Original"), one.original_location
    if one.note:
        yield _("Note"), one.note


def _changing(one: ChangeOfData, now: Mapping[str, str], lines: Sequence[HistoryLine]) -> Sequence[Changing]:
    """Once approved the journal knows what was said before; until then the account does."""
    done = next((line.values for line in lines if line.details.get("paper") == str(one.id)), None)
    if done is not None:
        return [Changing(label(name), said(name, a), said(name, b)) for name, (a, b) in done.items()]
    address = paper.ADDRESS if one.street else ()
    filled = [field for field in paper.DATA if field.of(one) or field in address]
    changing = [
        Changing(label(field.name), said(field.name, now[field.name]), said(field.name, field.typed(field.of(one))))
        for field in filled
    ]
    if one.email_missing:
        changing.insert(0, Changing(label(paper.EMAIL.name), now[paper.EMAIL.name], _("missing or illegible")))
    return [each for each in changing if each.before != each.after]


def _outcome(one: ChangeOfData) -> str:
    if one.email:
        return _(
            "Once approved, the account %(login)s has these data, its login stays, and both mailboxes are told: "
            "%(former)s and %(email)s",
            login=one.account.login, former=one.account.email, email=one.email,
        )  # fmt: skip
    return _(
        "Once approved, the account %(login)s has these data, its login stays, and the customer is told by e-mail.",
        login=one.account.login,
    )
