"""What is typed of a mandate, read by the fields of its form, every problem at once (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provisioner.accounts.mandates.rules import Granted, MandateKind
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.entry.reasons import LONGEST
from provisioner.entry.texts import registered_name

KIND, NAME, UNTIL, ENDLESS, PROOF = (
    "mandate_kind", "mandate_name", "mandate_until", "mandate_endless", "mandate_proof",
)  # fmt: skip
LONGEST_NAME = 255


class MandateProblems(EntryProblems):
    """Everything that is wrong with a mandate, in the order of its form."""


@dataclass(frozen=True)
class Extension:
    """Another last day, None where no end is known, and by what paper."""

    until: date | None
    proof: str


def read_mandate(raw: Mapping[str, str], *, today: date) -> Granted:
    """Read a new mandate. Raises MandateProblems."""
    read = Reader(raw, today=today, customer_number=str)
    kind = read.choice(KIND, MandateKind, MandateKind.ATTORNEY)
    name = read.text(NAME, LONGEST_NAME, required=True, rule=registered_name)
    until, proof = _until(read), read.lines(PROOF, LONGEST, required=True)
    _check(read)
    return Granted(kind, name, proof, until)


def read_extension(raw: Mapping[str, str], *, today: date) -> Extension:
    """Read another last day. Raises MandateProblems."""
    read = Reader(raw, today=today, customer_number=str)
    until, proof = _until(read), read.lines(PROOF, LONGEST, required=True)
    _check(read)
    return Extension(until, proof)


def _until(read: Reader) -> date | None:
    """The last day; that no end is known is ticked, so that nobody leaves it open by forgetting the day."""
    if read.raw.get(ENDLESS, "") != "yes":
        return read.day_ahead(UNTIL)
    if read.raw.get(UNTIL, "").strip():
        read.wrong(UNTIL, "day_or_endless")
    return None


def _check(read: Reader) -> None:
    if read.problems:
        raise MandateProblems(read.problems)
