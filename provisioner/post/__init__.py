"""Outgoing post: which letters cases owe, which were printed or mailed and when, which came back."""

from provisioner.post.errors import (
    LetterChanged,
    LetterUnderWay,
    NoAddress,
    NotCompared,
    NothingOwed,
    Settled,
    UnknownLetter,
)
from provisioner.post.mailed import mail
from provisioner.post.printed import printed
from provisioner.post.returned import note_return, read_return, settle
from provisioner.post.sheets import Sheet, letter, sheets

__all__ = [
    "LetterChanged", "LetterUnderWay", "NoAddress", "NotCompared", "NothingOwed", "Settled", "Sheet", "UnknownLetter",
    "letter", "mail", "note_return", "printed", "read_return", "settle", "sheets",
]  # fmt: skip
