"""What is typed for a correction, read by the fields of the paper (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.corrections.errors import CorrectionProblems
from provisioner.corrections.rules import CorrectionKind
from provisioner.corrections.tables import Correction
from provisioner.entry.field import Field, Unless, read_values
from provisioner.entry.fields import choice, identifier, optional_day
from provisioner.entry.reader import Problem, Reader
from provisioner.identifiers import normal_email

EMAIL = identifier(Correction.email, normal_email, required=True, repeated=True)
KIND = choice(Correction.kind, CorrectionKind, CorrectionKind.KEYED_WRONGLY)
ON_ANOTHER_PAPER = Unless(KIND, CorrectionKind.KEYED_WRONGLY)
WORD_RECEIVED_ON = optional_day(Correction.word_received_on, required=ON_ANOTHER_PAPER, asked=ON_ANOTHER_PAPER)
_CHANNEL: Any = choice(Correction.word_channel, Channel, Channel.COUNTER, among=PAPER_CHANNELS, asked=ON_ANOTHER_PAPER)
WORD_CHANNEL: Field[Channel | None] = replace(_CHANNEL, empty=None)
FIELDS: tuple[Field[Any], ...] = (EMAIL, KIND, WORD_RECEIVED_ON, WORD_CHANNEL)


@dataclass(frozen=True)
class Proposed:
    """A readable proposal; the customer's word where the address is not that of the application."""

    email: str
    kind: CorrectionKind
    word_received_on: date | None = None
    word_channel: Channel | None = None


def read_proposal(raw: Mapping[str, str], *, today: date) -> Proposed:
    """Read what was typed. Raises CorrectionProblems with everything that is wrong."""
    reader = Reader(raw, today=today, customer_number=str)
    values = read_values(reader, FIELDS)
    if reader.problems:
        raise CorrectionProblems(reader.problems)
    return Proposed(values[EMAIL], values[KIND], values[WORD_RECEIVED_ON], values[WORD_CHANNEL])


def refused(code: str, field: Field[Any] = EMAIL) -> CorrectionProblems:
    """What is typed in a field, the address by default, will not do."""
    return CorrectionProblems([Problem(field.name, code)])
