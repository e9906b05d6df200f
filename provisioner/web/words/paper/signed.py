"""Who signed a paper or asks by it, and by what proof, as cells of the files in which cases are saved."""

from enum import StrEnum

from provisioner.cases.tables import Case
from provisioner.web.words.dates import plain_day
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


def signed_headings() -> list[str]:
    """What these cells are called."""
    return [_("Signed or asked by"), _("Who acts for the customer"), _("Proof"), _("Date of the proof")]


def signed_cells(one: Case) -> list[str]:
    """Empty where the paper says nothing of it or nobody signed; a proof told in words brings its day in them."""
    signed = one.signatory()
    if signed is None:
        return ["", "", "", ""]
    proof = word(signed.proof) if isinstance(signed.proof, StrEnum) else signed.proof or ""
    return [word(signed.who), signed.name, proof, plain_day(signed.proof_on) if signed.proof_on else ""]
