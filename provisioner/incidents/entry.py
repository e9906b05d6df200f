"""What is typed about an incident, read as one whole (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provisioner.entry.reader import Reader
from provisioner.incidents.errors import AssessmentProblems

LONGEST = 2000


@dataclass(frozen=True)
class Assessment:
    """How grave it is, whether the authority and the customer were told, and why not or why so late."""

    assessment: str
    authority_told: bool
    authority_on: date | None
    authority_reason: str
    customer_told: bool


def read_assessment(raw: Mapping[str, str], *, today: date, due: date, opened: date) -> Assessment:
    """Read what was typed. Raises AssessmentProblems with everything that is wrong.

    An authority that is not told, or told after `due`, needs a reason (art. 33 (1) and (5) GDPR).
    """
    read = Reader(raw, today=today, customer_number=str)
    assessment = read.lines("assessment", LONGEST, required=True)
    told = read.yes_or_no("authority_told")
    on = read.day("authority_on", required=True) if told else None
    if on and on < opened:
        read.wrong("authority_on", "before_noticed")
    refused = raw.get("authority_told") == "no"
    reason = read.lines("authority_reason", LONGEST, required=refused or bool(on and on > due))
    customer = read.yes_or_no("customer_told")
    if read.problems:
        raise AssessmentProblems(read.problems)
    return Assessment(assessment, told, on, reason, customer)
