"""What the paper says, as the case page shows it: facts and the answer to each clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.applications import paper
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.cases.channels import COPY_CHANNELS
from provisioner.entry.field import Control, Field
from provisioner.identifiers import shown_phone
from provisioner.web.pages.case.masked import spoken
from provisioner.web.words.dates import long_day
from provisioner.web.words.paper.fields import label
from provisioner.web.words.paper.filing import filed, received
from provisioner.web.words.terms import clause_text, word
from provisioner.web.words.translate import _

COMPOSED = frozenset(
    {
        paper.BRANCH, paper.CHANNEL, paper.RECEIVED_ON, paper.RECEIVED_TIME, paper.DOCUMENT_DATE, paper.CUSTOMER_NUMBER,
        paper.CUSTOMER_KIND, paper.COMPANY_NAME, paper.NIP, paper.FIRST_NAME, paper.LAST_NAME, paper.FILED_BY,
        paper.ATTORNEY_NAME, paper.PROOF_KIND, paper.PROOF_ON, paper.MANDATE_UNTIL, paper.STREET, paper.POSTCODE,
        paper.TOWN, paper.COUNTRY, paper.EMAIL, paper.PHONE, paper.LANGUAGE, paper.REGULAMIN_SIGNED,
        paper.ORIGINAL_LOCATION, paper.NOTE,
    }
)  # fmt: skip
"""Fields that the case page puts together in a way of its own."""
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Fact:
    """A term and what stands for it; `style` names how that is set, `office` keeps it off the customer's copy.

    `spoken` is what a mask is for those who hear the page; `fresh` is shown in this answer only.
    """

    term: str
    text: str
    style: str = ""
    office: bool = False
    spoken: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class Said:
    """One line of the clauses: its number on the paper, its text and whether the customer agreed."""

    number: str
    text: str
    answer: str
    agreed: bool


def facts(one: Application, masks: Mapping[str, str], revealed: Mapping[str, str] = NOTHING) -> list[Fact]:
    """What is known, in the order of the paper; what was left empty is left out.

    `masks` stand for what is sealed, but for what is `revealed` to whoever has asked for it.
    """
    parts = (
        _filing(one),
        _customer(one),
        _sealed(masks, revealed),
        _signed(one),
        _contact(one),
        _further(one),
        _office(one),
    )
    return [fact for part in parts for fact in part if fact.text]


def _filing(one: Application) -> Iterator[Fact]:
    yield Fact(_("Filed"), filed(one))
    yield Fact(_("Date received"), received(one))
    yield Fact(_("Date on the document"), long_day(one.document_date) if one.document_date else "")


def _customer(one: Application) -> Iterator[Fact]:
    person = _("Person using the account") if one.company_name else _("First name and surname")
    yield Fact(_("Customer number"), one.customer_number, "number")
    yield Fact(_("Customer"), word(one.customer_kind))
    yield Fact(_("Company name"), one.company_name)
    yield Fact(_("NIP"), one.nip, "number")
    yield Fact(person, f"{one.first_name} {one.last_name}".strip())


def _signed(one: Application) -> Iterator[Fact]:
    attorney = f": {one.attorney_name}" if one.attorney_name else ""
    yield Fact(_("Signed by"), f"{word(one.filed_by)}{attorney}")
    proof = (word(one.proof_kind) if one.proof_kind else "", long_day(one.proof_on) if one.proof_on else "")
    yield Fact(_("Proof of the mandate"), ", ".join(filter(None, proof)))
    yield Fact(_("Mandate valid until"), long_day(one.mandate_until) if one.mandate_until else "")


def _contact(one: Application) -> Iterator[Fact]:
    place = f"{one.postcode} {one.town}".strip()
    yield Fact(_("Address"), ", ".join(part for part in (one.street, place, one.country) if part))
    yield Fact(_("E-mail"), one.email)
    yield Fact(_("Phone"), shown_phone(one.phone), "number")
    yield Fact(_("Language of the mails"), word(one.language))


def _sealed(masks: Mapping[str, str], revealed: Mapping[str, str]) -> Iterator[Fact]:
    for name, mask in masks.items():
        if name in revealed:
            yield Fact(label(name), revealed[name], fresh=True)
        else:
            yield Fact(label(name), mask, "number", spoken=spoken(mask))


def _further(one: Application) -> Iterator[Fact]:
    """Fields that the facts around do not know, each under its own name; so a new field is shown without more ado."""
    for field in paper.FIELDS:
        if field not in COMPOSED and not field.sealed:
            yield Fact(label(field.name), _shown(field, field.of(one)))


def _shown(field: Field[Any], value: Any) -> str:
    if field.choices:
        return word(value)
    if field.control is Control.YES_NO:
        return word(Answer.ACCEPTED if value else Answer.REFUSED)
    return field.typed(value)


def _office(one: Application) -> Iterator[Fact]:
    yield Fact(_("Login"), one.reserved_login, "mono", office=True)
    if one.channel in COPY_CHANNELS:
        yield Fact(_("Copy"), _("handed to the customer") if one.copy_handed_at else _("not handed over"))
    yield Fact(_("Original"), one.original_location, office=True)
    yield Fact(_("Note"), one.note, "block", office=True)


def answers(one: Application) -> list[Said]:
    """The clauses in the order of the paper, the Regulamin last."""
    said = [
        Said(f"{given.clause.number}.", clause_text(given.clause), word(given.answer), given.answer is Answer.ACCEPTED)
        for given in sorted(one.answers, key=lambda given: given.clause.number)
    ]
    regulamin = _("Signed: %(what)s", what=one.edition.regulamin_version)
    signed = one.regulamin_signed
    return [*said, Said("§", regulamin, _("yes") if signed else _("no"), signed)]
