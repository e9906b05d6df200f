"""Who may act for a customer, and when that is over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from provisioner.office.time import office_midnight


class MandateKind(StrEnum):
    """On what somebody acts for the customer."""

    ATTORNEY = "attorney"
    MANAGER = "manager"
    ORGAN = "organ"
    GUARDIAN = "guardian"
    CURATOR = "curator"
    HEIR = "heir"


@dataclass(frozen=True)
class Granted:
    """Who acts for the customer and by what paper; `until` is the last day, None where no end is known."""

    kind: MandateKind
    name: str
    proof: str
    until: date | None


def is_over(until: date | None, on: date) -> bool:
    """Whether the last day has passed."""
    return until is not None and until < on


def over_from(until: date) -> datetime:
    """The first moment after the last day, by the office's clock."""
    return office_midnight(until + timedelta(days=1))
