"""The form of a proposal, with the words of the paper for what the paper also asks."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField

from provisioner.applications import paper
from provisioner.cases.channels import PAPER_CHANNELS
from provisioner.corrections import entry
from provisioner.corrections.rules import CorrectionKind
from provisioner.entry.reader import AGAIN as SECOND_TIME
from provisioner.web.pages.intake.controls import Cell, radio
from provisioner.web.words.choices import when
from provisioner.web.words.paper.fields import AGAIN, DAYS, WORDS, FieldWords
from provisioner.web.words.translate import _l

KIND = FieldWords(_l("What is wrong"), size="field-wide")
RECEIVED = FieldWords(_l("Signed word received on"), hint=DAYS, size="", input_class="size-12", keyboard="text")
CHANNEL = FieldWords(_l("How it was received"), size="field-wide")
WORD_WHEN = when(entry.ON_ANOTHER_PAPER)
"""When the customer's word is asked for."""


def proposal_form(kinds: Sequence[CorrectionKind]) -> Any:
    """The form with these kinds to choose from, empty or with what was posted; where there is one, it is chosen."""
    named: dict[str, Any] = {
        entry.EMAIL.name: StringField(WORDS[paper.EMAIL].label),
        entry.EMAIL.name + SECOND_TIME: StringField(AGAIN[paper.EMAIL].label),
        entry.KIND.name: radio(KIND.label, kinds, default=kinds[0].value if len(kinds) == 1 else None),
        entry.WORD_RECEIVED_ON.name: StringField(RECEIVED.label),
        entry.WORD_CHANNEL.name: radio(CHANNEL.label, PAPER_CHANNELS),
    }
    return type("ProposalForm", (FlaskForm,), named)()


def address_cells(form: Any) -> Sequence[Cell]:
    """The new address, typed twice."""
    second = form[entry.EMAIL.name + SECOND_TIME]
    return [Cell(form[entry.EMAIL.name], WORDS[paper.EMAIL]), Cell(second, AGAIN[paper.EMAIL])]


def kind_cell(form: Any) -> Cell:
    """Whose mistake it was."""
    return Cell(form[entry.KIND.name], KIND, is_choice=True)


def word_cells(form: Any) -> Sequence[Cell]:
    """When and how the customer's signed word came."""
    return [
        Cell(form[entry.WORD_RECEIVED_ON.name], RECEIVED),
        Cell(form[entry.WORD_CHANNEL.name], CHANNEL, is_choice=True),
    ]
