"""Why a case cannot be approved, in one short phrase each (docs/glossary.md)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from provisioner.applications.rules import FormHindrance
from provisioner.cases.hindrances import CaseHindrance, Hindrance
from provisioner.changes.rules import ChangeHindrance
from provisioner.declarations.rules import DeclarationHindrance
from provisioner.erasures.rules import RequestHindrance
from provisioner.resignations.rules import ResignationHindrance
from provisioner.web.words.translate import _, _l

_PROOF_MISSING = _l("the proof is missing: mandate, certificate or other paper")
HINDRANCES: Mapping[StrEnum, Any] = {
    FormHindrance.CLAUSE_REFUSED: _l("clause %(number)s refused"),
    FormHindrance.CLAUSE_ILLEGIBLE: _l("clause %(number)s illegible or not marked"),
    FormHindrance.REGULAMIN_UNSIGNED: _l("Regulamin not signed"),
    FormHindrance.OTHER_OWNER: _l(
        "an account of this customer number bears another name: open its case under “Same data in other cases” and "
        "block it first"
    ),
    FormHindrance.PROOF_MISSING: _l(
        "whoever signed has not proved the mandate (power of attorney, KRS extract, resolution, court decision): "
        "say by what"
    ),
    FormHindrance.MANDATE_OVER: _l(
        "the mandate of whoever signed is over: return the application for a new one, or refuse it"
    ),
    ChangeHindrance.EMAIL_MISSING: _l("the new e-mail address is missing or illegible"),
    ChangeHindrance.EMAIL_HELD: _l("another account uses the new e-mail address"),
    ChangeHindrance.UNSIGNED: _l("not signed"),
    ChangeHindrance.NOT_ACTIVE: _l("the account is not active"),
    RequestHindrance.PROOF_MISSING: _PROOF_MISSING,
    RequestHindrance.ACCOUNT_LIVES: _l("the person still has an account: close the account first"),
    RequestHindrance.PAPER_WAITS: _l(
        "another application of the person still waits: decide on it or note its withdrawal"
    ),
    RequestHindrance.NOTHING_TO_ERASE: _l(
        "nothing of this person can be erased: nothing is kept, or all of it is held back. Refuse and say why"
    ),
    ResignationHindrance.UNSIGNED: _l("not signed"),
    ResignationHindrance.PROOF_MISSING: _PROOF_MISSING,
    ResignationHindrance.CLOSING_ALREADY: _l("another paper ends this account already"),
    ResignationHindrance.UNDER_WAY: _l("something about the account has to be finished first: see its case"),
    DeclarationHindrance.UNSIGNED: _l("not signed"),
    DeclarationHindrance.SUPERSEDED: _l("another edition of the form is accepted by now: refuse and say so"),
    DeclarationHindrance.ACCOUNT_ENDED: _l("the account is closed"),
    CaseHindrance.COPY_NOT_HANDED: _l("copy not handed over"),
}


def hindrance(found: Hindrance) -> str:
    """Why approving is impossible, in one short phrase."""
    return str(HINDRANCES[found.kind]) % {"number": found.clause}


def refusal(found: Iterable[Hindrance]) -> str:
    """The reason to refuse a paper with refused clauses, as an office writes it; empty where none is."""
    refused = (one.clause for one in found if one.kind is FormHindrance.CLAUSE_REFUSED)
    return " ".join(_("Clause %(number)s was not accepted.", number=number) for number in refused)
