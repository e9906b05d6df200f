"""Letters and the paper form: one pure function a letter gives its text, `printing` makes the accessible PDF."""

from provisioner.letters.about import About
from provisioner.letters.call_for_completion import CallForCompletion, call_for_completion
from provisioner.letters.confirmation import Confirmation, confirmation
from provisioner.letters.created import Created, created
from provisioner.letters.data_changed import Changed, data_changed
from provisioner.letters.declared import Declared, DeclaredConsent, declared
from provisioner.letters.erasure import (
    ErasedCase,
    ErasureAnswer,
    ErasureDelay,
    ErasureQuestion,
    KeptCase,
    erasure_answer,
    erasure_delay,
    erasure_question,
)
from provisioner.letters.form import AskedClause, Box, FormPart, FormWords, Pick, PrintedForm
from provisioner.letters.label import Label
from provisioner.letters.letter import WAYS, Letter, Recipient
from provisioner.letters.printing import NotPrintable, Press
from provisioner.letters.refusal import Refusal, RefusedClause, refusal
from provisioner.letters.report import Part, Report, Sheets, Table, Writing

__all__ = [
    "WAYS",
    "About",
    "AskedClause",
    "Box",
    "CallForCompletion",
    "Changed",
    "Confirmation",
    "Created",
    "Declared",
    "DeclaredConsent",
    "ErasedCase",
    "ErasureAnswer",
    "ErasureDelay",
    "ErasureQuestion",
    "FormPart",
    "FormWords",
    "KeptCase",
    "Label",
    "Letter",
    "NotPrintable",
    "Part",
    "Pick",
    "Press",
    "PrintedForm",
    "Recipient",
    "Refusal",
    "RefusedClause",
    "Report",
    "Sheets",
    "Table",
    "Writing",
    "call_for_completion",
    "confirmation",
    "created",
    "data_changed",
    "declared",
    "erasure_answer",
    "erasure_delay",
    "erasure_question",
    "refusal",
]
