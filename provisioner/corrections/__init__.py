"""Corrections of an account's address while nobody uses it: one person proposes, another confirms (R5, P6)."""

from provisioner.corrections.decide import confirm, reject
from provisioner.corrections.errors import (
    AlreadyProposed,
    CorrectionProblems,
    NoSuchCorrection,
    NotCompared,
    NotOpen,
    OwnProposal,
)
from provisioner.corrections.propose import kinds_for, propose

__all__ = [
    "AlreadyProposed", "CorrectionProblems", "NoSuchCorrection", "NotCompared", "NotOpen", "OwnProposal", "confirm",
    "kinds_for", "propose", "reject",
]  # fmt: skip
