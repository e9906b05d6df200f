"""What an application for an account needs beside what every paper case needs (R1, R2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provisioner.cases.hindrances import Hindrance


class CustomerKind(StrEnum):
    """The party of the contract: a natural person or a company."""

    PERSON = "person"
    COMPANY = "company"


class FiledBy(StrEnum):
    """Who signed: the customer, or somebody who acts for them on a mandate."""

    SELF = "self"
    ATTORNEY = "attorney"
    MANAGER = "manager"
    ORGAN = "organ"
    GUARDIAN = "guardian"
    CURATOR = "curator"
    HEIR = "heir"


class ProofKind(StrEnum):
    """By what paper whoever signed for the customer shows that they may; no kind is known of one that shows none."""

    POWER = "power"
    REGISTER = "register"
    RESOLUTION = "resolution"
    COURT = "court"
    OTHER = "other"


class Answer(StrEnum):
    """What the paper says beside one clause (R2)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ILLEGIBLE = "illegible"


class FormHindrance(StrEnum):
    """Why what the form says makes an account impossible (P7)."""

    CLAUSE_REFUSED = "clause_refused"
    CLAUSE_ILLEGIBLE = "clause_illegible"
    REGULAMIN_UNSIGNED = "regulamin_unsigned"
    OTHER_OWNER = "other_owner"
    MANDATE_OVER = "mandate_over"
    PROOF_MISSING = "proof_missing"


@dataclass(frozen=True)
class ClauseMark:
    """One clause of the signed edition and the answer recorded for it."""

    number: int
    required: bool
    answer: Answer


def hindrances(marks: Iterable[ClauseMark], *, regulamin_signed: bool) -> list[Hindrance]:
    """Everything on the form that makes approval impossible (P7, R2), in the order of the paper."""
    found = []
    for mark in sorted(marks, key=lambda one: one.number):
        if mark.required and mark.answer is Answer.REFUSED:
            found.append(Hindrance(FormHindrance.CLAUSE_REFUSED, mark.number))
        elif mark.required and mark.answer is Answer.ILLEGIBLE:
            found.append(Hindrance(FormHindrance.CLAUSE_ILLEGIBLE, mark.number))
    if not regulamin_signed:
        found.append(Hindrance(FormHindrance.REGULAMIN_UNSIGNED))
    return found
