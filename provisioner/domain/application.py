"""What an application is, which states it may pass through and what hinders its approval (R1–R4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    RECORDED = "recorded"
    INCOMPLETE = "incomplete"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


APPLICATION_MOVES: Mapping[ApplicationStatus, frozenset[ApplicationStatus]] = {
    ApplicationStatus.RECORDED: frozenset(
        {
            ApplicationStatus.APPROVED,
            ApplicationStatus.REFUSED,
            ApplicationStatus.INCOMPLETE,
            ApplicationStatus.WITHDRAWN,
        }
    ),
    ApplicationStatus.INCOMPLETE: frozenset(
        {ApplicationStatus.RECORDED, ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN}
    ),
    ApplicationStatus.APPROVED: frozenset(),
    ApplicationStatus.REFUSED: frozenset(),
    ApplicationStatus.WITHDRAWN: frozenset(),
}

OPEN_APPLICATIONS = frozenset(status for status, moves in APPLICATION_MOVES.items() if moves)


class Channel(StrEnum):
    """How the paper reached the office (R1)."""

    COUNTER = "counter"
    POST = "post"
    EMAIL = "email"


COPY_CHANNELS = frozenset({Channel.COUNTER})
"""Channels in which the customer takes a copy home (R3)."""


class CustomerKind(StrEnum):
    """The party of the contract: a natural person or a company."""

    PERSON = "person"
    COMPANY = "company"


class FiledBy(StrEnum):
    """Who signed: the customer, or an attorney with a power of attorney."""

    SELF = "self"
    ATTORNEY = "attorney"


class Language(StrEnum):
    """Language of the letters and mails to the customer."""

    PL = "pl"
    EN = "en"


class ClauseKind(StrEnum):
    """What a clause is in law; only a consent can be withdrawn later."""

    TERM = "term"
    NOTICE = "notice"
    CONSENT = "consent"


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


class HindranceKind(StrEnum):
    """Why an application cannot be approved."""

    CLAUSE_REFUSED = "clause_refused"
    CLAUSE_ILLEGIBLE = "clause_illegible"
    REGULAMIN_UNSIGNED = "regulamin_unsigned"
    COPY_NOT_HANDED = "copy_not_handed"


@dataclass(frozen=True)
class Hindrance:
    """One reason against approval; `clause` is the clause's number on the paper where the reason is a clause."""

    kind: HindranceKind
    clause: int | None = None


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
