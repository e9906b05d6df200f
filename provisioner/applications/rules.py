"""What an application is, which states it may pass through and what hinders its approval (R1–R4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provisioner.cases.channels import COPY_CHANNELS, Channel
from provisioner.cases.hindrances import Hindrance, HindranceKind


class CustomerKind(StrEnum):
    """The party of the contract: a natural person or a company."""

    PERSON = "person"
    COMPANY = "company"


class FiledBy(StrEnum):
    """Who signed: the customer, or an attorney with a power of attorney."""

    SELF = "self"
    ATTORNEY = "attorney"


class Answer(StrEnum):
    """What the paper says beside one clause (R2)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True)
class ClauseMark:
    """One clause of the signed edition and the answer recorded for it."""

    number: int
    required: bool
    answer: Answer


def hindrances(
    marks: Iterable[ClauseMark], *, regulamin_signed: bool, channel: Channel, copy_handed: bool
) -> list[Hindrance]:
    """Everything that makes approval impossible (P7, R2, R3), in the order of the paper."""
    found = []
    for mark in marks:
        if mark.required and mark.answer is Answer.REFUSED:
            found.append(Hindrance(HindranceKind.CLAUSE_REFUSED, mark.number))
        elif mark.required and mark.answer is Answer.ILLEGIBLE:
            found.append(Hindrance(HindranceKind.CLAUSE_ILLEGIBLE, mark.number))
    if not regulamin_signed:
        found.append(Hindrance(HindranceKind.REGULAMIN_UNSIGNED))
    if channel in COPY_CHANNELS and not copy_handed:
        found.append(Hindrance(HindranceKind.COPY_NOT_HANDED))
    return found
